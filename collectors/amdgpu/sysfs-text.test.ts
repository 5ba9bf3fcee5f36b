import { describe, expect, it } from 'vitest';
import { parseBadPages, parseErrors, parseGeneration, parseLevels } from './sysfs-text.ts';

describe('clock levels', () => {
  it('are the highest and the one with a star', () => {
    expect(parseLevels('0: 500Mhz\n1: 800Mhz *\n2: 1700Mhz\n')).toEqual({
      highest: 1_700_000_000,
      current: 800_000_000,
    });
  });

  it('may be named by a letter, and none may be in use', () => {
    expect(parseLevels('S: 19Mhz *\n0: 615Mhz\n1: 2575Mhz')).toEqual({
      highest: 2_575_000_000,
      current: 19_000_000,
    });
    expect(parseLevels('0: 900Mhz\n')).toEqual({ highest: 900_000_000, current: null });
    expect(parseLevels('')).toEqual({ highest: null, current: null });
    expect(parseLevels(null)).toEqual({ highest: null, current: null });
  });
});

describe('the speed of the link', () => {
  it.each([
    ['2.5 GT/s PCIe', 1],
    ['5.0 GT/s PCIe', 2],
    ['8.0 GT/s PCIe', 3],
    ['16.0 GT/s PCIe', 4],
    ['32.0 GT/s PCIe', 5],
    ['64.0 GT/s PCIe', 6],
    // Before Linux 5.7 whole numbers had no fraction, and PCIe was not named.
    ['8 GT/s', 3],
    ['16 GT/s', 4],
    ['Unknown', null],
    ['Unknown speed', null],
    ['', null],
    [null, null],
  ])('%s is generation %s', (text, generation) => {
    expect(parseGeneration(text)).toBe(generation);
  });
});

describe('error counts', () => {
  it('are read by their names', () => {
    expect(parseErrors('ue: 2\nce: 31\nde: 4\n')).toEqual({ uncorrected: 2, corrected: 31 });
  });

  it('are unknown while the GPU is reset', () => {
    const nothing = { uncorrected: null, corrected: null };
    expect(parseErrors('Query currently inaccessible\n')).toEqual(nothing);
    expect(parseErrors(null)).toEqual(nothing);
  });
});

describe('bad pages', () => {
  it('are counted by their flags', () => {
    const text = '0x027f5d43 : 0x00001000 : R\n0x1 : 0x1000 : P\n0x2 : 0x1000 : F\n';
    expect(parseBadPages(text)).toEqual({ retired: 1, isPending: true });
    expect(parseBadPages('')).toEqual({ retired: 0, isPending: false });
    expect(parseBadPages(null)).toBeNull();
  });
});
