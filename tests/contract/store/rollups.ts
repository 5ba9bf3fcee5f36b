import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGrowth } from '#lib/store/growth.ts';
import type { Aggregate, SeriesResult, Tier } from '#lib/store/store.ts';
import { float, integer, sampleTable, text, unsigned } from '../sample-tables.ts';
import { referenceBuckets, type ReferenceSample } from './reference.ts';
import { atNs, signal, startMs, valuesOf, type StoreBench } from './store-bench.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const hours = 3;
const endMs = startMs + hours * hourMs;

const aggregates = ['mean', 'min', 'max', 'last', 'sum', 'count', 'rate', 'increase'] as const;
const steps = [10_000, 30_000, minuteMs, 5 * minuteMs, hourMs] as const;

export function describeRollups(bench: StoreBench): void {
  /** Maintains until a call finds nothing left to do. */
  const settle = async (nowMs: number): Promise<void> => {
    let before = '';
    for (let call = 0; call < 100; call += 1) {
      await bench.store.maintain(nowMs);
      const now = JSON.stringify(await bench.store.tiers(signal));
      if (now === before) return;
      before = now;
    }
    throw new Error('maintain the store: it does not come to rest');
  };
  const write = async (samples: readonly ReferenceSample[]): Promise<void> => {
    const rows = samples.map(({ timeMs, value }) => ({
      tags: { host: 'a' },
      timeNs: BigInt(timeMs) * 1_000_000n,
      fields: { level: float(value), steps_total: unsigned(BigInt(value)) },
    }));
    await bench.write(sampleTable(bench.gpu, rows));
  };
  const ask = (aggregate: Aggregate, stepMs: number): Promise<SeriesResult> =>
    bench.series({
      fields: [isGrowth(aggregate) ? 'steps_total' : 'level'],
      aggregate,
      stepMs,
      endMs,
      maxPoints: 11_000,
    });
  const expectAgreement = async (
    samples: readonly ReferenceSample[],
    finest = 0,
  ): Promise<void> => {
    for (const stepMs of steps.filter((step) => step >= finest)) {
      const buckets = (hours * hourMs) / stepMs;
      for (const aggregate of aggregates) {
        const expected = referenceBuckets(samples, { startMs, stepMs, buckets }, aggregate);
        const answer = valuesOf(await ask(aggregate, stepMs));
        expect(nearly(answer, expected), `${aggregate} by ${String(stepMs)} ms`).toEqual([]);
      }
    }
  };
  const rowsOf = async (tier: Tier): Promise<number> => {
    const sizes = await bench.store.tiers(signal);
    return sizes.find((size) => size.tier === tier)?.rows ?? Number.NaN;
  };

  describe('rollups', () => {
    it('answer as the samples themselves do', async () => {
      for (const samples of fc.sample(recordings, { numRuns: 3, seed: 7 })) {
        bench.nextCase();
        await write(samples);
        await expectAgreement(samples);
        await settle(endMs + minuteMs);
        await expectAgreement(samples);
        expect((await ask('mean', minuteMs)).tier).toBe(bench.lack('tiers') ? 'raw' : '1m');
      }
    });

    it('take in what comes an hour late', async () => {
      const [samples = []] = fc.sample(recordings, { numRuns: 1, seed: 8 });
      const isLate = ({ timeMs }: ReferenceSample) =>
        timeMs >= startMs + 20 * minuteMs && timeMs < startMs + 90 * minuteMs;
      await write(samples.filter((sample) => !isLate(sample)));
      await settle(endMs + minuteMs);
      await write(samples.filter(isLate));
      await expectAgreement(samples);
      await settle(endMs + minuteMs);
      await expectAgreement(samples);
    });

    it('are built while samples still come', async () => {
      const [samples = []] = fc.sample(recordings, { numRuns: 1, seed: 9 });
      for (let nowMs = startMs; nowMs < endMs; nowMs += 17 * minuteMs) {
        const from = nowMs;
        await write(
          samples.filter(({ timeMs }) => timeMs >= from && timeMs < from + 17 * minuteMs),
        );
        await bench.store.maintain(from + 17 * minuteMs);
      }
      await expectAgreement(samples);
    });

    it('add what comes after the samples of its time are gone', async () => {
      await write([1, 2, 3].map((value) => ({ timeMs: startMs + value * 1_000, value })));
      const nowMs = endMs + 4 * dayMs;
      await settle(nowMs);
      await write([{ timeMs: startMs + 4_000, value: 94 }]);
      for (const state of ['before it is rolled up', 'after']) {
        expect(valuesOf(await ask('sum', hourMs))[0], state).toBe(100);
        expect(valuesOf(await ask('count', 10_000))[0], state).toBe(4);
        expect(valuesOf(await ask('max', minuteMs))[0], state).toBe(94);
        await settle(nowMs);
      }
    });

    it('keep a spike of one second visible over a year', async () => {
      const quiet = Array.from({ length: 3_600 }, (_, second) => ({
        timeMs: startMs + second * 1_000,
        value: second === 1_234 ? 9_000 : 100,
      }));
      await write(quiet);
      await settle(endMs + minuteMs);
      const year = await bench.series({
        fields: ['level'],
        aggregate: 'max',
        stepMs: dayMs,
        startMs: startMs - 365 * dayMs,
        endMs,
      });
      expect(Math.max(...valuesOf(year).map(Number))).toBe(9_000);
    });

    it('keep the fields that came later and those that stopped', async () => {
      const row = (second: number, name: string) => ({
        tags: {},
        timeNs: atNs(second * 1_000),
        fields: { [name]: float(second) },
      });
      await bench.write(sampleTable(bench.gpu, [row(1, 'early')]));
      await settle(endMs);
      await bench.write(sampleTable(bench.gpu, [row(3_601, 'late')]));
      await settle(endMs);
      const answer = await bench.series({ fields: ['early', 'late'], stepMs: hourMs, endMs });
      expect(answer.series.map(({ field, values }) => [field, values])).toEqual([
        ['early', [1, null, null]],
        ['late', [null, 3_601, null]],
      ]);
    });

    it('keep events word for word when the samples around them go', async () => {
      const event = (second: number, title: string) => ({
        tags: { host: 'a', gpu: 'GPU-1', kind: 'xid' },
        timeNs: atNs(second * 1_000),
        fields: { code: integer(BigInt(second)), title: text(title) },
      });
      // Closer together than any rollup could keep apart.
      await bench.write(sampleTable('gpu_event', [event(1, 'page fault'), event(2, 'fell "off"')]));
      await settle(endMs + 4 * dayMs);
      await bench.write(sampleTable('gpu_event', [event(3, 'late')]));
      await settle(endMs + 4 * dayMs);
      await bench.restart();
      const query = { measurement: 'gpu_event', fields: ['title', 'code'], match: {}, limit: 10 };
      const kept = await bench.store.points({ ...query, startMs, endMs }, signal);
      expect(kept.map(({ values }) => values)).toEqual([
        ['late', 3n],
        ['fell "off"', 2n],
        ['page fault', 1n],
      ]);
    });

    // Last: a store's clock does not run backwards, and this case moves it by years.
    bench.itNeeds('tiers', 'outlive the samples, tier by tier', async () => {
      const [samples = []] = fc.sample(recordings, { numRuns: 1, seed: 10 });
      await write(samples);
      const rawRows = await rowsOf('raw');
      await settle(endMs + 4 * dayMs);
      expect(await rowsOf('raw')).toBeLessThan(rawRows);
      await expectAgreement(samples, 10_000);
      expect((await ask('mean', 1_000)).stepMs).toBe(10_000);

      await settle(endMs + 20 * dayMs);
      await expectAgreement(samples, minuteMs);
      expect(await ask('mean', 1_000)).toMatchObject({ tier: '1m', stepMs: minuteMs });

      await settle(endMs + 450 * dayMs);
      await expectAgreement(samples, hourMs);
      expect(await ask('mean', 1_000)).toMatchObject({ tier: '1h', stepMs: hourMs });

      await settle(endMs + 12 * 366 * dayMs);
      expect((await ask('mean', hourMs)).series).toEqual([]);
    });
  });
}

/** Three hours of one series: uneven times, a gap, whole values that mostly grow and sometimes reset. */
const recordings: fc.Arbitrary<ReferenceSample[]> = fc
  .record({
    pauses: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 600, maxLength: 900 }),
    steps: fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 900, maxLength: 900 }),
    gapAt: fc.integer({ min: 50, max: 500 }),
    resets: fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 6 }),
  })
  .map(({ pauses, steps: growth, gapAt, resets }) => {
    let timeMs = startMs;
    let value = 0;
    const samples: ReferenceSample[] = [];
    pauses.forEach((pause, index) => {
      timeMs += pause * 500 + (index === gapAt ? 25 * minuteMs : 0);
      value = resets.includes(index) ? (growth[index] ?? 0) : value + (growth[index] ?? 0);
      if (timeMs < endMs) samples.push({ timeMs, value });
    });
    return samples;
  });

/** The first positions where two answers differ by more than rounding. */
function nearly(
  answer: readonly (number | null)[],
  expected: readonly (number | null)[],
): { at: number; answered: number | null | undefined; expected: number | null | undefined }[] {
  const differences = Array.from({ length: Math.max(answer.length, expected.length) }, (_, at) => ({
    at,
    answered: answer[at],
    expected: expected[at],
  })).filter(({ answered, expected: wanted }) => {
    if (typeof answered !== 'number' || typeof wanted !== 'number') return answered !== wanted;
    return Math.abs(answered - wanted) > 1e-9 * Math.max(1, Math.abs(wanted));
  });
  return differences.slice(0, 5);
}
