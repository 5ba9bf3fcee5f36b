import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { formatText, formatValue, type DisplayUnit } from './value.ts';

const plain = (value: number | null, unit: DisplayUnit): string =>
  formatText(value, unit).replaceAll('\u00a0', ' ');

describe('formatText', () => {
  it.each<[number | null, DisplayUnit, string]>([
    [712, 'watts', '712 W'],
    [1240, 'watts', '1.24 kW'],
    [612_300, 'watts', '612 kW'],
    [999.7, 'watts', '1.00 kW'],
    [4.21e6, 'watt_hours', '4.21 MWh'],
    [0.0123, 'joules', '12.3 mJ'],
    [0, 'watts', '0 W'],
    [-3.25, 'watts', '−3.25 W'],
    [63.04, 'celsius', '63.0 °C'],
    [0.004, 'ratio', '0.4 %'],
    [0.63, 'ratio', '63 %'],
    [0.0996, 'ratio', '10 %'],
    [1, 'ratio', '100 %'],
    [25e9, 'bits_per_second', '25.0 Gbit/s'],
    [1500, 'bytes_per_second', '1.50 kB/s'],
    [85_899_345_920, 'bytes', '80.0 GiB'],
    [512, 'bytes', '512 B'],
    [1023, 'bytes', '1.00 KiB'],
    [1.98e9, 'hertz', '1.98 GHz'],
    [2640.4, 'revolutions_per_minute', '2,640 rpm'],
    [0.001_15, 'cubic_meters_per_second', '1.15 L/s'],
    [2.1, 'cubic_meters_per_second', '2.10 m³/s'],
    [1024, 'count', '1,024'],
    [0.041_23, 'none', '0.0412'],
    [2.303, 'none', '2.30'],
    [1_820_000, 'tokens_per_second', '1.82 Mtok/s'],
    [0.212, 'seconds', '212 ms'],
    [3725, 'seconds', '1 h 2 m'],
    [null, 'watts', '–'],
    [Number.NaN, 'watts', '–'],
  ])('%s %s reads %s', (value, unit, expected) => {
    expect(plain(value, unit)).toBe(expected);
  });

  it('never needs more than five characters for a scaled number', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 9e20, noNaN: true }), (value) => {
        expect(formatValue(value, 'watts').text.length).toBeLessThanOrEqual(5);
      }),
    );
  });

  it('keeps three digits of what it was given', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 9e14, noNaN: true }), (value) => {
        const { text, unit } = formatValue(value, 'watts');
        const power = ['', 'k', 'M', 'G', 'T', 'P', 'E'].indexOf(unit.slice(0, -1));
        expect(Math.abs(Number(text) * 1000 ** power - value) / value).toBeLessThan(0.0051);
      }),
    );
  });
});
