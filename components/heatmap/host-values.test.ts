import { describe, expect, it } from 'vitest';
import { hostValues } from './host-values.ts';

const update = {
  layout: { entities: [{ host: 'a' }, { host: 'a' }, { host: 'b' }, { device: 'pdu' }] },
  sampleTimesMs: new Float64Array([1000, 3000, 2000, 2000]),
  columns: [new Float32Array([10, 30, Number.NaN, 5])],
};

describe('hostValues', () => {
  it.each([
    ['max', 30],
    ['sum', 40],
    ['mean', 20],
  ] as const)('makes one value of several by %s', (across, value) => {
    expect(hostValues(update, across)).toEqual(new Map([['a', { value, timeMs: 3000 }]]));
  });
});
