import { describe, expect, it } from 'vitest';
import type { Scale } from '../profile/profile.ts';
import type { Source } from '../profile/source.ts';
import type { Cells } from './cells.ts';
import { readSensors } from './sensors.ts';

const column = (oid: string): Source & { column: string } => ({
  column: oid,
  index: { at: 'row' },
  pattern: null,
  map: null,
  otherwise: null,
  isSigned: false,
});

const read = (scale: Scale['by'] & ('multiplier' | 'divisor'), factor: number) => {
  const cells: Cells = new Map([
    ['1', new Map([['7', { type: 'integer', value: 215 } as const]])],
    ['2', new Map([['7', { type: 'integer', value: factor } as const]])],
  ]);
  const sensor = {
    value: column('1'),
    per: null,
    name: ['supply'],
    group: 'cooling',
    meaning: {
      is: 'measure',
      measure: { text: 'temperature C', kind: 'temperature', factor: 1, offset: 0 },
    },
    scales: [{ by: scale, of: column('2') }],
    none: { numbers: new Set<number>(), below: -Infinity, above: Infinity },
    when: [],
    severity: null,
    limits: {},
    limitMeaning: null,
  } as const;
  return readSensors([{ name: 'table', sensors: [sensor] }], cells).map(({ value }) => value);
};

describe('a scale that the device states', () => {
  it('divides by a divisor, and reads nothing where that is zero', () => {
    expect(read('divisor', 10)).toEqual([21.5]);
    expect(read('divisor', 1)).toEqual([215]);
    expect(read('divisor', 0)).toEqual([]);
  });

  it('multiplies by a multiplier, and divides where that is negative', () => {
    expect(read('multiplier', 10)).toEqual([2150]);
    expect(read('multiplier', -10)).toEqual([21.5]);
  });
});
