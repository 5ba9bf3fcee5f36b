import { describe, expect, it } from 'vitest';
import type { SampleTable } from '#lib/model/sample.ts';
import { parsePoints } from '#lib/wire/line-protocol/parse.ts';
import { tabulate } from '#lib/wire/line-protocol/tabulate.ts';
import { untabulate } from '#lib/wire/line-protocol/testdata/untabulate.ts';
import { selectRows, withoutColumns } from './select-rows.ts';

const lines = [
  'm,t=a f=1,i=1i,u=1u,b=t,s="x" 1',
  'm,t=b f=2 2',
  'm,t=a i=3i,s="z" 3',
  'm,t=c b=f 4',
];
const points = parsePoints(lines.join('\n'), { precision: 'ns', nowNs: 0n }).points;

function table(): SampleTable {
  const [only] = tabulate(points);
  if (!only) throw new Error('tabulate: no table');
  return only;
}

describe('selectRows', () => {
  it('keeps every cell of the chosen rows, and their series alone', () => {
    const kept = selectRows(table(), (row) => row !== 1);
    expect(untabulate([kept])).toEqual(points.filter((_, row) => row !== 1));
    expect(kept.series).toEqual([{ t: 'a' }, { t: 'c' }]);
  });

  it('may keep nothing', () => {
    const kept = selectRows(table(), () => false);
    expect(kept).toMatchObject({ series: [], timeNs: new BigInt64Array() });
  });
});

describe('withoutColumns', () => {
  it('drops rows of which nothing is left', () => {
    const kept = withoutColumns(table(), new Set(['b', 'f']));
    expect(untabulate([kept]).map(({ timeNs }) => timeNs)).toEqual([1n, 3n]);
    expect(Object.keys(kept.columns)).toEqual(['i', 'u', 's']);
  });
});
