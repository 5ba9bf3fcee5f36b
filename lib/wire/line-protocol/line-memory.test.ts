import { describe, expect, it } from 'vitest';
import { LineMemory } from './line-memory.ts';
import { parsePoints } from './parse.ts';

describe('LineMemory', () => {
  it('starts again when it is full, and no value is lost or kept twice', () => {
    const memory = new LineMemory();
    const read = (input: string) => parsePoints(input, { precision: 'ns', nowNs: 1n, memory });
    const fields = (input: string) => read(input).points[0]?.fields;
    read('m a=1,b=2');
    const { heads } = memory;
    for (let start = 0; memory.heads === heads; start += 1000) {
      const lines = Array.from({ length: 1000 }, (_, index) => `m,t=${start + index} a=1,b=2,a=3`);
      expect(read(lines.join('\n')).points).toHaveLength(1000);
    }
    expect(memory.heads.size).toBeLessThanOrEqual(1000);
    expect(fields('m a=1,b=2,a=3')).toEqual({
      a: { type: 'float', value: 3 },
      b: { type: 'float', value: 2 },
    });
  });
});
