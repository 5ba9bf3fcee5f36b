import { describe, expect, it } from 'vitest';
import { rampColour } from './ramp.ts';

describe('rampColour', () => {
  it('goes from one end of the domain to the other and stays there', () => {
    expect(rampColour('cividis', 20, [20, 90])).toBe('rgb(0 34 78)');
    expect(rampColour('cividis', 90, [20, 90])).toBe('rgb(254 232 56)');
    expect(rampColour('inferno', -5, [0, 1])).toBe(rampColour('inferno', 0, [0, 1]));
    expect(rampColour('inferno', 7, [0, 1])).toBe(rampColour('inferno', 1, [0, 1]));
  });

  it.each(['cividis', 'inferno'] as const)('%s gets lighter with every larger value', (ramp) => {
    const light = Array.from({ length: 17 }, (_, index) => {
      const [red = 0, green = 0, blue = 0] = (
        rampColour(ramp, index, [0, 16]).match(/\d+/g) ?? []
      ).map(Number);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    });
    expect(light).toEqual([...light].sort((a, b) => a - b));
  });
});
