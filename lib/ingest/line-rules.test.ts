import { describe, expect, it } from 'vitest';
import { eachLine } from '#lib/wire/line-protocol/parse.ts';
import { LineRules } from './line-rules.ts';
import { defaultLimits } from './limits.ts';

const nowNs = 1_700_000_000_000_000_000n;
const limits = {
  ...defaultLimits,
  tagsPerPoint: 2,
  nameLength: 8,
  tagValueLength: 4,
  stringLength: 3,
};

function faults(...lines: string[]): (string | null)[] {
  const rules = new LineRules(limits, nowNs);
  const found: (string | null)[] = [];
  eachLine(Buffer.from(lines.join('\n')), { precision: 'ns', nowNs }, (line) => {
    found.push('message' in line ? line.message : rules.fault(line));
    return true;
  });
  return found;
}

describe('LineRules', () => {
  it('accepts what is within the limits, up to ten minutes ahead', () => {
    const latest = nowNs + 600_000_000_000n;
    expect(faults('m,a=1234,b=1 f="abc",time_of_=1', `m f=1 ${latest}`, 'm f=1 0')).toEqual([
      null,
      null,
      null,
    ]);
  });

  it.each([
    ['m,a=1,b=2,c=3 f=1', 'it has 3 tags, at most 2 are kept'],
    ['m,a=12345 f=1', 'the value of tag "a" has 5 characters, at most 4 are kept'],
    [
      'measurement f=1',
      'the measurement name "measurement"… has 11 characters, at most 8 are kept',
    ],
    ['m,long_name=1 f=1', 'the tag name "long_name"… has 9 characters, at most 8 are kept'],
    ['m long_name=1', 'the field name "long_name"… has 9 characters, at most 8 are kept'],
    ['m f="abcd"', 'the string of field "f" has 4 characters, at most 3 are kept'],
    ['m time=1', 'a field may not be called "time"'],
    ['m,time=1 f=1', 'a tag may not be called "time"'],
    ['m,__proto__=1 f=1', 'the tag name "__proto__"… has 9 characters, at most 8 are kept'],
    [
      `m f=1 ${nowNs + 601_000_000_000n}`,
      "its time is 601 s ahead of the server's clock, at most 600 s ahead are kept; is the precision right?",
    ],
  ])('says what is wrong with %j', (line, fault) => {
    expect(faults('m,a=1 f=1', line, line)).toEqual([null, fault, fault]);
  });
});
