import { expect, it } from 'vitest';
import { createHall } from '#simulation/hall.ts';
import type { Hall } from '#simulation/hall-state.ts';
import { requestFaults } from '#simulation/fault/step-faults.ts';
import { parseFault } from '#simulation/fault/parse-fault.ts';
import { planHall } from '#simulation/plan/hall-plan.ts';
import { createHallReport, reportParts } from '#simulation/report/hall-report.ts';
import { LineStream } from '#lib/wire/line-protocol/line-stream.ts';
import { playHistory, playLive, type Play } from './play.ts';

const startTime = 1_795_000_000;
const fromMs = startTime * 1000;
const stepMs = 60_000;
const plan = planHall({ name: 'sim', racks: 1, hostsPerRack: 1, gpusPerHost: 8, seed: 3 });

function playOf(faults: readonly string[] = []): { play: Play; events: () => number[] } {
  const hall: Hall = createHall({ plan, startTime, faultsPerDay: 0 });
  requestFaults(
    hall.faults,
    faults.map((text) => parseFault(text, plan, startTime)),
  );
  let text = '';
  const report = createHallReport(plan, {
    detail: 'core',
    parts: new Set(reportParts),
    maxLines: 500,
    senders: [({ bytes }) => (text += new TextDecoder().decode(bytes))],
  });
  let nowMs = fromMs;
  const play: Play = {
    ...{ hall, report, senders: [], signal: new AbortController().signal },
    // Every look at the clock is a second later, so that nothing is waited for.
    wallMs: () => (nowMs += 1_000),
    onReport: () => undefined,
    onSkip: () => undefined,
  };
  return { play, events: () => eventTimes(text) };
}

/** Milliseconds of all events, in the order in which they were told. */
function eventTimes(text: string): number[] {
  const lines = new LineStream({ precision: 'ns', nowNs: BigInt(fromMs) * 1_000_000n });
  return [...lines.push(Buffer.from(text)), ...lines.end()].flatMap((line) =>
    'message' in line || line.measurement !== 'gpu_event' ? [] : [Number(line.timeNs / 1_000_000n)],
  );
}

const history = { fromMs, toMs: () => fromMs + 10 * stepMs, stepMs, resumeMs: 0 };

it('leaves the hall at the moment of its last report', async () => {
  const { play } = playOf();
  const lastMs = await playHistory(play, history);
  expect([lastMs, Math.round(play.hall.time * 1000)]).toEqual([
    fromMs + 10 * stepMs,
    fromMs + 10 * stepMs,
  ]);
});

it('does not tell again what the run before has told', async () => {
  const { play, events } = playOf(['dead-gpu:any@100s', 'dead-gpu:any@400s']);
  const resumeMs = fromMs + 5 * stepMs;
  await playHistory(play, { ...history, resumeMs });
  expect(events().length).toBeGreaterThan(0);
  expect(events().filter((timeMs) => timeMs < fromMs + 4 * stepMs)).toEqual([]);
});

it('tells of nothing later than its samples where the hall is played faster', async () => {
  const { play, events } = playOf(['dead-gpu:any@600s']);
  const untilMs = fromMs + 40_000;
  await playLive(play, { lastMs: null, intervalMs: 1_000, speed: 60, untilMs });
  expect(events().length).toBeGreaterThan(0);
  expect(Math.max(...events())).toBeLessThanOrEqual(untilMs);
});
