import { describe, expect, it } from 'vitest';
import { parsePoints } from '#lib/wire/line-protocol/parse.ts';
import { tabulate } from '#lib/wire/line-protocol/tabulate.ts';
import { admitAll } from './admission.ts';
import { FieldLimit } from './field-limit.ts';
import { SeriesLimit } from './series-limit.ts';

const tables = (...lines: string[]) =>
  tabulate(parsePoints(lines.join('\n'), { precision: 'ns', nowNs: 0n }).points);

const stored = {
  measurements: () =>
    Promise.resolve([
      { name: 'm', fields: [{ name: 'f', type: 'float' as const }], tags: ['t'], seriesCount: 3 },
      { name: 'gpu', fields: [], tags: ['gpu'], seriesCount: 1 },
    ]),
  listSeries: () => Promise.resolve([{ t: 'a' }, { t: 'b' }, { t: 'c' }]),
};

describe('SeriesLimit', () => {
  it('lets stored series go on although they exceed the limit', async () => {
    const limit = new SeriesLimit({ series: 2, unknownMeasurements: 10 });
    await limit.load(stored, AbortSignal.timeout(1000));
    expect(limit.count).toBe(3);
    expect(admitAll(tables('m,t=a f=1', 'm,t=c f=1'), limit).refused).toBe(0);
    const { refused, refusal, tables: kept } = admitAll(tables('m,t=d f=1', 'm,t=a f=1'), limit);
    expect([refused, kept[0]?.series]).toEqual([1, [{ t: 'a' }]]);
    expect(refusal).toMatch(/the limit of 2 is reached; raise ISOTHERM_SERIES_LIMIT/);
  });

  it('does not count measurements of the catalogue', () => {
    const limit = new SeriesLimit({ series: 1, unknownMeasurements: 1 });
    const gpus = Array.from({ length: 5 }, (_, index) => `gpu,gpu=${index} power_watts=1`);
    expect(admitAll(tables(...gpus, 'm f=1'), limit).refusal).toBeNull();
    expect(limit.count).toBe(1);
  });

  it('bounds measurements too, and then leaves no table behind', () => {
    const limit = new SeriesLimit({ series: 10, unknownMeasurements: 1 });
    expect(admitAll(tables('one f=1'), limit).refusal).toBeNull();
    const { tables: kept, refused, refusal } = admitAll(tables('two f=1', 'one,t=a f=1'), limit);
    expect([kept.map(({ measurement }) => measurement), refused]).toEqual([['one'], 1]);
    expect(refusal).toMatch(/measurement "two" is new and 1 unknown ones are kept already/);
  });

  it('takes tags in another order for the same series', () => {
    const limit = new SeriesLimit({ series: 1, unknownMeasurements: 1 });
    expect(admitAll(tables('m,a=1,b=2 f=1', 'm,b=2,a=1 f=2'), limit).refused).toBe(0);
    expect(limit.count).toBe(1);
  });
});

describe('FieldLimit', () => {
  it('refuses new fields past the limit and keeps the rest of their rows', async () => {
    const limit = new FieldLimit(2);
    await limit.load(stored, AbortSignal.timeout(1000));
    const { tables: kept, refused, refusal } = admitAll(tables('m f=1,g=1,h=1', 'm h=1'), limit);
    expect(Object.keys(kept[0]?.columns ?? {})).toEqual(['f', 'g']);
    expect(refused).toBe(1);
    expect(refusal).toBe('measurement "m" has 2 fields, so that new field "h" is not kept');
  });
});
