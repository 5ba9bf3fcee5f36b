import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePage } from '#tests/exposition/parse-page.ts';
import { encodeFamily, encodeLabels, type Family } from './exposition.ts';

const family: Family = { name: 'a_metric', type: 'gauge', help: 'What it is' };

function pageOf(samples: Parameters<typeof encodeFamily>[1], help = family.help): string {
  return [...encodeFamily({ ...family, help }, samples)].join('');
}

describe('exposition', () => {
  it('writes help and type once, before the samples', () => {
    const samples = [
      { labels: encodeLabels([['host', 'a']]), value: 1 },
      { labels: encodeLabels([['host', 'b']]), value: 0.25 },
    ];
    expect(pageOf(samples)).toBe(
      '# HELP a_metric What it is\n# TYPE a_metric gauge\n' +
        'a_metric{host="a"} 1\na_metric{host="b"} 0.25\n',
    );
  });

  it('writes nothing of a family without series', () => {
    expect(pageOf([])).toBe('');
  });

  it('leaves out labels without a value', () => {
    expect(
      encodeLabels([
        ['a', ''],
        ['b', undefined],
        ['c', 'x'],
      ]),
    ).toBe('c="x"');
  });

  it('keeps any label value, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string(), (one, other) => {
        const value = `${one}${other}`;
        const labels = encodeLabels([
          ['first', value],
          ['second', `"${value}\\`],
        ]);
        const [sample] = parsePage(pageOf([{ labels, value: 1 }])).samples;
        const wanted = value.replaceAll('\0', '\u{fffd}');
        expect(sample?.labels).toEqual({ first: wanted, second: `"${wanted}\\` });
      }),
    );
  });

  it('keeps help on its line', () => {
    expect(pageOf([{ labels: '', value: 1 }], 'two\nlines \\')).toContain(
      '# HELP a_metric two\\nlines \\\\\n',
    );
  });

  it('keeps every number to the last bit', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        const [sample] = parsePage(pageOf([{ labels: 'a="b"', value }])).samples;
        expect(sample?.value).toEqual(value === 0 ? 0 : value);
      }),
    );
  });

  it('cuts a large family into pieces at line ends', () => {
    const samples = Array.from({ length: 5000 }, (_, at) => ({
      labels: encodeLabels([['host', `host-${at}`]]),
      value: at,
    }));
    const pieces = [...encodeFamily(family, samples)];
    expect(pieces.length).toBeGreaterThan(1);
    for (const piece of pieces) expect(piece.length).toBeLessThan(66_000);
    for (const piece of pieces) expect(piece.endsWith('\n')).toBe(true);
    expect(parsePage(pieces.join('')).samples).toHaveLength(5000);
  });
});
