import { readNewest, type Reading } from '#lib/fleet/read-newest.ts';
import type { PollHealth } from '#lib/model/device-report.ts';
import type { Services } from '#lib/services.ts';
import type { Match, SeriesQuery } from '#lib/store/store.ts';

const hourMs = 3_600_000;
const queryMs = 10_000;
/** As long as an agent may be late or gone before its silence means something. */
const graceMs = 30_000;
const silentIntervals = 3;
const fields = ['up', 'poll_seconds', 'late_seconds', 'interval_seconds', 'sensors', 'interfaces'];

export const notPolled: PollHealth = {
  state: 'waiting',
  timeMs: null,
  pollSeconds: null,
  lateSeconds: null,
  intervalSeconds: null,
  sensors: null,
  interfaces: null,
  p50Seconds: null,
  p99Seconds: null,
  timeouts: null,
  lastError: null,
};

/** How the polls of devices go, by name of the device; who was never polled is absent. */
export async function readPollHealth(
  services: Pick<Services, 'hub' | 'store'>,
  match: Match,
  nowMs: number,
): Promise<ReadonlyMap<string, PollHealth>> {
  const [states, times, timeouts, errors] = await Promise.all([
    readPollStates(services, match, nowMs),
    readPollTimes(services, match, nowMs),
    readTimeouts(services, match, nowMs),
    readErrors(services, match, nowMs),
  ]);
  return new Map(
    Array.from(states, ([device, state]) => [
      device,
      {
        ...state,
        ...(times.get(device) ?? { p50Seconds: null, p99Seconds: null }),
        timeouts: timeouts.get(device) ?? null,
        lastError: errors.get(device) ?? null,
      },
    ]),
  );
}

/** How the newest poll of each device went. */
export async function readPollStates(
  services: Pick<Services, 'hub' | 'store'>,
  match: Match,
  nowMs: number,
): Promise<ReadonlyMap<string, ReturnType<typeof vitals>>> {
  const states = new Map<string, ReturnType<typeof vitals>>();
  for (const reading of await readNewest(services, 'snmp_poll', fields, match, nowMs)) {
    const device = reading.tags['device'];
    // A device that was simulated before it was real has two series.
    if (device === undefined || (states.get(device)?.timeMs ?? 0) > reading.timeMs) continue;
    states.set(device, vitals(reading, nowMs));
  }
  return states;
}

function vitals({ timeMs, values }: Reading, nowMs: number) {
  const intervalSeconds = values['interval_seconds'] ?? null;
  const silentMs = graceMs + silentIntervals * (intervalSeconds ?? 30) * 1000;
  return {
    state: nowMs - timeMs > silentMs ? 'silent' : values['up'] === 1 ? 'up' : 'down',
    timeMs,
    pollSeconds: values['poll_seconds'] ?? null,
    lateSeconds: values['late_seconds'] ?? null,
    intervalSeconds,
    sensors: values['sensors'] ?? null,
    interfaces: values['interfaces'] ?? null,
  } as const;
}

type Shares = Pick<PollHealth, 'p50Seconds' | 'p99Seconds'>;

/** Buckets are shorter than most intervals, so that each holds about one poll. */
async function readPollTimes(
  { store }: Pick<Services, 'store'>,
  match: Match,
  nowMs: number,
): Promise<ReadonlyMap<string, Shares>> {
  const question = { field: 'poll_seconds', aggregate: 'max', stepMs: 10_000 } as const;
  const { series } = await store.series(
    lastHour(question, match, nowMs),
    AbortSignal.timeout(queryMs),
  );
  return new Map(series.map(({ tags, values }) => [tags['device'] ?? '', shares(values)]));
}

function shares(values: readonly (number | null)[]): Shares {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  return { p50Seconds: quantile(sorted, 0.5), p99Seconds: quantile(sorted, 0.99) };
}

/** The smallest value that at least that share of all does not exceed; null of nothing. */
export function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}

async function readTimeouts(
  { store }: Pick<Services, 'store'>,
  match: Match,
  nowMs: number,
): Promise<ReadonlyMap<string, number>> {
  const question = { field: 'timeouts_total', aggregate: 'increase', stepMs: 300_000 } as const;
  const { series } = await store.series(
    lastHour(question, match, nowMs),
    AbortSignal.timeout(queryMs),
  );
  return new Map(
    series.map(({ tags, values }) => [
      tags['device'] ?? '',
      values.reduce<number>((sum, value) => sum + (value ?? 0), 0),
    ]),
  );
}

function lastHour(
  question: Pick<SeriesQuery, 'aggregate'> & { readonly field: string; readonly stepMs: number },
  match: Match,
  nowMs: number,
): SeriesQuery {
  const { field, aggregate, stepMs } = question;
  return {
    ...{ measurement: 'snmp_poll', fields: [field], match, aggregate, stepMs },
    ...{ startMs: nowMs - hourMs, endMs: nowMs, maxPoints: hourMs / stepMs + 1 },
    groupBy: ['device'],
  };
}

async function readErrors(
  { store }: Pick<Services, 'store'>,
  match: Match,
  nowMs: number,
): Promise<ReadonlyMap<string, { timeMs: number; text: string }>> {
  const rows = await store.latest(
    { measurement: 'snmp_poll', fields: ['error'], match, nowMs, maxAgeMs: hourMs },
    AbortSignal.timeout(queryMs),
  );
  const errors = new Map<string, { timeMs: number; text: string }>();
  for (const { tags, timeMs, values } of rows) {
    const [text] = values;
    if (typeof text === 'string' && text !== '') errors.set(tags['device'] ?? '', { timeMs, text });
  }
  return errors;
}
