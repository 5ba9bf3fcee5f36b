import { describe, expect, it } from 'vitest';
import { valueAt } from './row-value.ts';

/** Ten minutes of rows a second; a value every 30 s until `lastRow`. */
function sparse(lastRow: number) {
  const timeMs = Array.from({ length: 600 }, (_, row) => row * 1000);
  const column = timeMs.map((_, row) => (row % 30 === 0 && row <= lastRow ? row : null));
  return { timeMs, columns: [column] };
}

describe('valueAt', () => {
  it('is the last value of a line that is read seldom, also between two readings', () => {
    expect(valueAt(sparse(570), 0, null)).toBe(570);
    expect(valueAt(sparse(570), 0, 319)).toBe(300);
  });

  it('is nothing once the line is no longer read', () => {
    expect(valueAt(sparse(300), 0, null)).toBeNull();
  });

  it('is nothing where there is no line', () => {
    expect(valueAt({ timeMs: [0], columns: [[null]] }, 0, null)).toBeNull();
    expect(valueAt({ timeMs: [], columns: [] }, 0, null)).toBeNull();
  });
});
