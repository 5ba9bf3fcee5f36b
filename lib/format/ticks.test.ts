import { describe, expect, it } from 'vitest';
import { formatTicks, tickSteps } from './ticks.ts';
import type { DisplayUnit } from './value.ts';

describe('formatTicks', () => {
  it.each<[number[], DisplayUnit, string[]]>([
    [[0, 500, 1000, 1500], 'watts', ['0', '0.5 kW', '1.0 kW', '1.5 kW']],
    [[0, 0.25, 0.5, 1], 'ratio', ['0', '25 %', '50 %', '100 %']],
    [[0, 2e8, 4e8], 'bits_per_second', ['0', '200 M', '400 M']],
    [[0, 1e6, 2e6], 'bytes_per_second', ['0', '1 MB/s', '2 MB/s']],
    [[0, 2 ** 32, 2 ** 33], 'bytes', ['0', '4 GiB', '8 GiB']],
    [[20, 22.5, 25], 'celsius', ['20.0 °C', '22.5 °C', '25.0 °C']],
    [[0, 0.002, 0.004], 'seconds', ['0', '2 ms', '4 ms']],
    [[0, 0.001, 0.002], 'cubic_meters_per_second', ['0', '1 L/s', '2 L/s']],
    [[0.01, 0.1, 1], 'none', ['0.01', '0.10', '1.00']],
    [[-2, 0, 2], 'none', ['−2', '0', '2']],
  ])('%s in %s', (values, unit, expected) => {
    expect(formatTicks(values, unit).map((text) => text.replaceAll('\u00a0', ' '))).toEqual(
      expected,
    );
  });

  it('counts in whole steps and bytes in powers of two', () => {
    expect(tickSteps('count')?.slice(0, 4)).toEqual([1, 2, 5, 10]);
    expect(tickSteps('bytes')?.slice(0, 3)).toEqual([1, 2, 4]);
    expect(tickSteps('watts')).toBeNull();
  });
});
