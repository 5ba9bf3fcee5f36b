import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facilityKinds } from '#lib/metrics/facility.ts';
import { parseMeasure, toBase } from './measure.ts';
import { deviceUnits } from './unit.ts';

describe('measure', () => {
  it.each([
    ['current 0.01 A', 362, 3.62],
    ['power 0.01 kW', 114, 1140],
    ['energy 0.1 kWh', 35_128, 12_646_080_000],
    ['temperature 0.1 C', 235, 23.5],
    ['temperature 0.1 F', 680, 20],
    ['temperature F', -40, -40],
    ['temperature K', 300, 26.85],
    ['humidity %', 52, 0.52],
    ['power_factor 0.01', 95, 0.95],
    ['runtime ticks', 152_200, 1522],
    ['runtime min', 22, 1320],
    ['fan_speed rpm', 6000, 100],
    ['waterflow L/min', 60, 0.001],
    ['airflow cfm', 1000, 0.471947443],
    ['pressure hPa', 1013.25, 101_325],
  ])('%s of %d is %d', (words, raw, base) => {
    expect(toBase(parseMeasure(words), raw)).toBeCloseTo(base, 8);
  });

  it('shows no digits that a device does not have', () => {
    expect(toBase(parseMeasure('current 0.1 A'), 28)).toBe(2.8);
  });

  it('reads every unit for every kind it measures, and refuses it for the others', () => {
    const kinds = fc.constantFrom(
      ...Object.entries(facilityKinds).filter(([, base]) => base !== 'none'),
    );
    const units = fc.constantFrom(...Object.entries(deviceUnits));
    fc.assert(
      fc.property(kinds, units, fc.constantFrom('1', '0.1', '0.001', '10'), (kind, unit, step) => {
        const words = `${kind[0]} ${step} ${unit[0]}`;
        if (kind[1] === unit[1].base) {
          const measure = parseMeasure(words);
          expect(measure.factor).toBeCloseTo(Number(step) * unit[1].factor, 12);
        } else {
          expect(() => parseMeasure(words)).toThrow('does not measure');
        }
      }),
    );
  });
});
