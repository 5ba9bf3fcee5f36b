import { describe, expect, it } from 'vitest';
import { tileScales, type TileNumbers } from './tile-scales.ts';

const gpu: TileNumbers = {
  powerWatts: 500,
  powerLimitWatts: 700,
  temperatureCelsius: 60,
  temperatureMarginCelsius: 27,
  smClockHertz: 1.9e9,
  smMaxClockHertz: 2e9,
};

describe('tileScales', () => {
  it('follows the highest limit of all', () => {
    const { power, temperature, clock } = tileScales([gpu, { ...gpu, powerLimitWatts: 400 }]);
    expect(power[1]).toBe(700);
    expect(temperature).toEqual([20, 95]);
    expect(clock[1]).toBe(2e9);
  });

  it('follows what is done where no limit is told', () => {
    const bare = { ...gpu, powerLimitWatts: null, temperatureMarginCelsius: null };
    const { power, temperature } = tileScales([bare, { ...bare, powerWatts: null }]);
    expect(power[1]).toBeCloseTo(550, 6);
    expect(temperature).toEqual([20, 95]);
  });
});
