import fc from 'fast-check';
import { expect, it } from 'vitest';
import { labelOf, tagsOf } from './labels.ts';

it('makes an identifier of every tag name and finds the name again', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.constantFrom('gpu', '__name__', '__proto__', 'rollup', 'isotherm_text', 'isotherm_tag_41'),
  );
  fc.assert(
    fc.property(fc.dictionary(name, fc.string({ minLength: 1 })), (tags) => {
      const entries = Object.entries(tags).map(([tag, value]) => [labelOf(tag), value] as const);
      for (const [label] of entries) expect(label).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
      const labels = Object.fromEntries([
        ...entries,
        ...[
          ['__name__', 'gpu_power_watts'],
          ['isotherm_measurement', 'gpu'],
          ['rollup', 'last_over_time'],
        ],
      ]) as Record<string, string>;
      expect(Object.entries(tagsOf(labels)).sort()).toEqual(Object.entries(tags).sort());
    }),
  );
});

it('keeps the names that people know', () => {
  expect(['gpu', 'host', 'Rack_1'].map(labelOf)).toEqual(['gpu', 'host', 'Rack_1']);
  expect(labelOf('a b')).toBe('isotherm_tag_612062');
});
