import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phaseOf } from './phase.ts';
import { Schedule, type DuePoll } from './schedule.ts';

const second = 1000;

describe('Schedule', () => {
  it('polls a device on its own grid, whenever the polls end', () => {
    const schedule = new Schedule(4);
    schedule.replace([{ name: 'pdu-1', intervalMs: 30 * second }], 0);
    const begins = play(schedule, 130 * second, () => ({ tookMs: 12 * second, answers: true }));
    const steps = begins.map(({ atMs }, at) => atMs - (begins[at - 1]?.atMs ?? atMs)).slice(1);
    expect(begins).toHaveLength(4);
    expect(steps.every((step) => Math.abs(step - 30 * second) <= 100)).toBe(true);
  });

  it('begins again where it began before a restart of the agent, and never with the neighbours', () => {
    const phases = Array.from({ length: 500 }, (_, at) => phaseOf(`rack-${at}-pdu-a`));
    expect(phases).toEqual(Array.from({ length: 500 }, (_, at) => phaseOf(`rack-${at}-pdu-a`)));
    const perTenth = Array.from(
      { length: 10 },
      (_, tenth) => phases.filter((phase) => Math.floor(phase * 10) === tenth).length,
    );
    expect(Math.min(...perTenth)).toBeGreaterThan(30);
    expect(Math.max(...perTenth)).toBeLessThan(75);
  });

  it('asks a dead device less and less, and as before at its first answer', () => {
    const schedule = new Schedule(4);
    schedule.replace([{ name: 'dead', intervalMs: 30 * second }], 0);
    let isDead = true;
    const begins = play(schedule, 3600 * second, ({ atMs }) => {
      isDead = atMs < 1500 * second;
      return { tookMs: 5 * second, answers: !isDead };
    });
    const intervals = begins.map(({ due }) => due.intervalMs / second);
    expect(intervals.slice(0, 6)).toEqual([30, 60, 120, 240, 300, 300]);
    expect(intervals.slice(-10)).toEqual(Array(10).fill(30));
    expect(begins.every(({ due }) => due.lateMs <= 100)).toBe(true);
  });

  it('lets nobody wait for devices that are dead, however many', () => {
    const schedule = new Schedule(8);
    const names = Array.from({ length: 60 }, (_, at) => `device-${at}`);
    schedule.replace(
      names.map((name) => ({ name, intervalMs: 30 * second })),
      0,
    );
    const isDead = (name: string) => Number(name.split('-')[1]) < 30;
    const begins = play(schedule, 1200 * second, ({ due }) =>
      isDead(due.name) ? { tookMs: 9 * second, answers: false } : { tookMs: 300, answers: true },
    );
    const late = begins.filter(
      ({ due, atMs }) => atMs > 60 * second && !isDead(due.name) && due.lateMs > second,
    );
    expect(late).toEqual([]);
  });

  it('skips what it could not begin, and says how late it was', () => {
    const schedule = new Schedule(1);
    schedule.replace([{ name: 'slow', intervalMs: 10 * second }], 0);
    const begins = play(schedule, 100 * second, () => ({ tookMs: 14 * second, answers: true }));
    expect(begins.length).toBeLessThanOrEqual(5);
    expect(begins.every(({ due }) => due.lateMs <= 100)).toBe(true);
  });

  it('does not poll twice at once what was taken away and given back', () => {
    const schedule = new Schedule(4);
    const device = { name: 'pdu', intervalMs: 5 * second };
    schedule.replace([device], 0);
    expect(schedule.begin(5 * second)).toHaveLength(1);
    schedule.replace([], 6 * second);
    schedule.replace([device], 7 * second);
    expect(schedule.begin(60 * second)).toEqual([]);
    schedule.finish('pdu', true, 61 * second);
    expect(schedule.begin(70 * second)).toHaveLength(1);
  });

  it('holds its promises whatever the devices do', () => {
    const device = fc.record({
      intervalMs: fc.integer({ min: 5, max: 60 }).map((seconds) => seconds * second),
      tookMs: fc.integer({ min: 10, max: 9000 }),
      silence: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const world = fc.record({
      devices: fc.array(device, { minLength: 1, maxLength: 12 }),
      concurrency: fc.integer({ min: 1, max: 6 }),
      dice: fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
    });
    fc.assert(
      fc.property(world, ({ devices, concurrency, dice }) => {
        const schedule = new Schedule(concurrency);
        const named = devices.map((each, at) => ({ name: `d${at}`, ...each }));
        schedule.replace(named, 0);
        const running = new Set<string>();
        const begins = play(
          schedule,
          900 * second,
          ({ due }) => {
            const { tookMs = 0, silence = 0 } = named.find(({ name }) => name === due.name) ?? {};
            return { tookMs, answers: dice.next().value >= silence };
          },
          {
            onBegin: ({ due }) => {
              expect(running.has(due.name)).toBe(false);
              running.add(due.name);
              expect(running.size).toBeLessThanOrEqual(concurrency);
              expect(due.lateMs).toBeGreaterThanOrEqual(0);
            },
            onEnd: (name) => running.delete(name),
          },
        );
        // The longest queue: every device once, at its slowest, one after the other.
        const queueMs = named.reduce((sum, { tookMs }) => sum + tookMs, 0);
        for (const { name } of named) {
          const own = begins.filter(({ due }) => due.name === name);
          expect(own.length).toBeGreaterThan(0);
          const gaps = own.map(({ atMs }, at) => atMs - (own[at - 1]?.atMs ?? 0));
          const longest = 300 * second + 2 * 60 * second + 2 * queueMs;
          expect(Math.max(...gaps)).toBeLessThanOrEqual(longest);
        }
      }),
      { numRuns: 60 },
    );
  });
});

interface Begun {
  readonly due: DuePoll;
  readonly atMs: number;
}

interface Watch {
  readonly onBegin: (begun: Begun) => void;
  readonly onEnd: (name: string) => void;
}

/** Runs a schedule in steps of 100 ms, with devices that take their time and answer or not. */
function play(
  schedule: Schedule,
  untilMs: number,
  behave: (begun: Begun) => { readonly tookMs: number; readonly answers: boolean },
  watch: Watch = { onBegin: () => undefined, onEnd: () => undefined },
): Begun[] {
  const begins: Begun[] = [];
  let ends: { readonly name: string; readonly atMs: number; readonly answers: boolean }[] = [];
  for (let nowMs = 0; nowMs <= untilMs; nowMs += 100) {
    for (const end of ends.filter(({ atMs }) => atMs <= nowMs)) {
      schedule.finish(end.name, end.answers, nowMs);
      watch.onEnd(end.name);
    }
    ends = ends.filter(({ atMs }) => atMs > nowMs);
    for (const due of schedule.begin(nowMs)) {
      const begun = { due, atMs: nowMs };
      const { tookMs, answers } = behave(begun);
      begins.push(begun);
      watch.onBegin(begun);
      ends.push({ name: due.name, atMs: nowMs + tookMs, answers });
    }
  }
  return begins;
}
