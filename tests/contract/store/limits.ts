import { describe, expect, it } from 'vitest';
import { sampleTable, text } from '../sample-tables.ts';
import { atNs, powers, signal, startMs, type StoreBench, valuesOf } from './store-bench.ts';

export function describeLimits(bench: StoreBench): void {
  describe('limits', () => {
    it('names the limit on buckets and how to ask instead', async () => {
      const asked = bench.series({
        endMs: startMs + 86_400_000,
        stepMs: 1_000,
        maxPoints: 100_000,
      });
      await expect(asked).rejects.toMatchObject({
        code: 'too_many_points',
        message: expect.stringMatching(/86400 buckets.*at most 11000.*step of at least/) as string,
      });
    });

    it('keeps to the point budget when it chooses the step', async () => {
      await bench.write(sampleTable(bench.gpu, powers([1])));
      for (const maxPoints of [1, 2, 7, 100, 999]) {
        const { stepMs, ...free } = bench.query({ endMs: startMs + 3_600_000, maxPoints });
        const answer = await bench.store.series(free, signal);
        expect(answer.stepMs).not.toBe(stepMs);
        expect(answer.timeMs.length).toBeLessThanOrEqual(Math.max(2, maxPoints));
      }
    });

    it.each([
      [{ endMs: startMs }, 'range_invalid'],
      [{ endMs: Number.NaN }, 'range_invalid'],
      [{ stepMs: 0.5 }, 'step_invalid'],
    ])('refuses %j', async (query, code) => {
      await expect(bench.series(query)).rejects.toMatchObject({ code });
    });

    it('refuses to average text', async () => {
      await bench.write(
        sampleTable(bench.gpu, [{ tags: {}, timeNs: atNs(0), fields: { name: text('a') } }]),
      );
      await expect(bench.series({ fields: ['name'] })).rejects.toMatchObject({
        code: 'field_not_numeric',
      });
      expect(valuesOf(await bench.series({ fields: ['name'], aggregate: 'count' }))[0]).toBe(1);
    });

    it('stops for a signal that has aborted', async () => {
      await bench.write(sampleTable(bench.gpu, powers([1])));
      const query = {
        measurement: bench.gpu,
        fields: ['power_watts'],
        match: {},
        nowMs: startMs,
        maxAgeMs: 1,
      };
      await expect(bench.store.latest(query, AbortSignal.abort())).rejects.toThrow(/abort/i);
    });
  });
}
