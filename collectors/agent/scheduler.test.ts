import { describe, expect, it } from 'vitest';
import { ManualClock } from '#tests/simulator/manual-clock.ts';
import type { Collector, SampleSink } from '../collector.ts';
import { float } from '../fields.ts';
import { runSchedule, type Round } from './scheduler.ts';

function collector(
  name: string,
  gather: Collector['gather'],
  more: Partial<Collector> = {},
): Collector {
  return {
    name,
    intervalMs: 1000,
    metrics: [],
    probe: () => Promise.resolve({ supported: true }),
    gather,
    close: () => Promise.resolve(),
    ...more,
  };
}

function sample(sink: SampleSink, value = 1): void {
  const field = float(value);
  if (field) sink.point('m', { host: 'h' }, { value: field });
}

/** Runs a schedule on a clock that the test moves. */
function start(
  collectors: readonly Collector[],
  clock = new ManualClock(),
  news?: () => AbortSignal,
) {
  const abort = new AbortController();
  const rounds: (Round & { readonly atMs: number })[] = [];
  const skipped: string[] = [];
  const probes: string[] = [];
  const done = runSchedule(
    collectors,
    {
      clock,
      phaseMs: 300,
      onProbe: (name, result) => probes.push(`${name}:${String(result.supported)}`),
      onRound: (round) => rounds.push({ ...round, atMs: clock.monotonicMs() }),
      onSkip: (name) => skipped.push(name),
      ...(news && { news }),
    },
    abort.signal,
  );
  const stop = async () => {
    abort.abort();
    await done;
  };
  return { clock, rounds, skipped, probes, stop };
}

function quickly(sink: SampleSink): Promise<void> {
  sample(sink);
  return Promise.resolve();
}

const never = () => new Promise<void>(() => undefined);

describe('schedule', () => {
  it('asks again at once what there is to read when there is news of it', async () => {
    const news = new AbortController();
    const later = collector('later', quickly, {
      probe: () =>
        Promise.resolve(
          news.signal.aborted ? { supported: true } : { supported: false, reason: 'not yet' },
        ),
    });
    const run = start([later], new ManualClock(), () => news.signal);
    await run.clock.advance(5000);
    expect(run.probes).toEqual(['later:false']);
    news.abort();
    await run.clock.advance(2000);
    expect(run.probes).toEqual(['later:false', 'later:true']);
    expect(run.rounds.length).toBeGreaterThan(0);
    await run.stop();
  });

  it('keeps its grid however long a round takes', async () => {
    const clock = new ManualClock();
    const begun: number[] = [];
    const slow = collector('slow', async (_, signal) => {
      begun.push(clock.monotonicMs());
      await clock.sleep(begun.length * 150, signal);
    });
    const run = start([slow], clock);
    await run.clock.advance(5000);
    expect(begun).toEqual([300, 1300, 2300, 3300, 4300]);
    await run.stop();
  });

  it('stamps one wall time on a round, the moment it began', async () => {
    const clock = new ManualClock(1_700_000_000_000);
    const twice = collector('twice', async (sink, signal) => {
      sample(sink);
      await clock.sleep(70, signal);
      sample(sink);
    });
    const run = start([twice], clock);
    await clock.advance(500);
    expect(run.rounds[0]?.points.map(({ timeNs }) => timeNs)).toEqual([
      1_700_000_000_300_000_000n,
      1_700_000_000_300_000_000n,
    ]);
    expect(run.rounds[0]?.seconds).toBeCloseTo(0.07);
    await run.stop();
  });

  it('lets no slow collector delay another, and counts the rounds it missed', async () => {
    const hangs = collector('hangs', never);
    const quick = collector('quick', quickly);
    const run = start([hangs, quick]);
    await run.clock.advance(5000);
    expect(run.rounds.filter((round) => round.collector === 'quick')).toHaveLength(5);
    expect(run.skipped).toEqual(['hangs', 'hangs', 'hangs', 'hangs']);
    await run.stop();
  });

  it('ends a round at its deadline, tells the collector, and keeps what came in time', async () => {
    const signals: AbortSignal[] = [];
    const sinks: SampleSink[] = [];
    const hangs = collector('hangs', (sink, signal) => {
      sample(sink, 7);
      sinks.push(sink);
      signals.push(signal);
      return never();
    });
    const run = start([hangs]);
    await run.clock.advance(1400);
    expect(run.rounds).toHaveLength(1);
    expect(run.rounds[0]?.result).toEqual({ kind: 'timed-out', deadlineMs: 1000 });
    expect(run.rounds[0]?.points).toHaveLength(1);
    expect(signals[0]?.aborted).toBe(true);
    for (const late of sinks) sample(late, 8);
    expect(run.rounds[0]?.points).toHaveLength(1);
    await run.stop();
  });

  it('goes on after a collector throws, at once or later', async () => {
    let calls = 0;
    const throws = collector('throws', () => {
      calls += 1;
      if (calls === 1) throw new Error('at once');
      if (calls === 2) return Promise.reject(new Error('later', { cause: new Error('the cause') }));
      return Promise.resolve();
    });
    const run = start([throws]);
    await run.clock.advance(3000);
    expect(run.rounds.map((round) => round.result)).toEqual([
      { kind: 'failed', reason: 'at once' },
      { kind: 'failed', reason: 'later: the cause' },
      { kind: 'succeeded' },
    ]);
    await run.stop();
  });

  it('asks what is not supported again, and gathers once it is', async () => {
    let probes = 0;
    const driver = collector('driver', quickly, {
      probe: () => {
        probes += 1;
        if (probes === 1) return Promise.reject(new Error('no driver'));
        return Promise.resolve({ supported: true });
      },
    });
    const run = start([driver]);
    await run.clock.advance(59_000);
    expect(run.rounds).toHaveLength(0);
    await run.clock.advance(3000);
    expect(run.probes).toEqual(['driver:false', 'driver:true']);
    expect(run.rounds).toHaveLength(2);
    await run.stop();
  });

  it('puts a collector that took long to begin on the grid of the others', async () => {
    const clock = new ManualClock();
    const slowly = collector('slowly', quickly, {
      probe: async (signal) => {
        await clock.sleep(450, signal);
        return { supported: true };
      },
    });
    const run = start([slowly, collector('quick', quickly)], clock);
    await clock.advance(2500);
    expect(run.rounds.map((round) => `${round.collector} ${round.atMs}`)).toEqual([
      'quick 300',
      'quick 1300',
      'slowly 1300',
      'quick 2300',
      'slowly 2300',
    ]);
    await run.stop();
  });

  it('drops a point without fields', async () => {
    const empty = collector('empty', (sink) => {
      sink.point('m', {}, {});
      return Promise.resolve();
    });
    const run = start([empty]);
    await run.clock.advance(400);
    expect(run.rounds[0]?.points).toEqual([]);
    await run.stop();
  });

  it('ends at once when it is stopped in the middle of a round', async () => {
    const run = start([collector('hangs', never)]);
    await run.clock.advance(400);
    await run.stop();
    expect(run.rounds).toHaveLength(0);
  });
});
