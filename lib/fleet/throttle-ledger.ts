import { z } from 'zod';
import { throttleKeys, type ThrottleKey } from '#lib/model/throttle.ts';

const seconds = z.number().nullable();

export const throttleRowSchema = z.object({
  key: z.string(),
  rack: z.string().nullable(),
  host: z.string().nullable().describe('null where rows are racks'),
  gpu: z.string().nullable().describe('UUID; null where rows are hosts or racks'),
  index: z.string().nullable(),
  model: z.string().nullable(),
  gpus: z.number().describe('how many the row stands for'),
  seconds: z
    .object(Object.fromEntries(throttleKeys.map((key) => [key, seconds])) as SecondsShape)
    .describe('GPU-seconds clocked down for each reason; null where no GPU of the row counts it'),
  coveredSeconds: z.number().describe('GPU-seconds of the range in which the counters were read'),
  coverageRatio: z.number().describe('the same as a share of the range'),
  simulated: z.boolean(),
});

// Object.fromEntries forgets which keys it was given: they are those of throttleKeys.
type SecondsShape = Record<ThrottleKey, typeof seconds>;

/** GPU-seconds by reason; null = no counter for it. */
export type ThrottleSeconds = Readonly<Record<ThrottleKey, number | null>>;
export type ThrottleRow = Readonly<z.output<typeof throttleRowSchema>>;
export type ThrottleGroup = 'gpu' | 'host' | 'rack';

export interface ThrottleLedger {
  /** The range asked for, widened to whole steps at its start. */
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly groupBy: ThrottleGroup;
  /** By key. */
  readonly rows: readonly ThrottleRow[];
}

/** What a GPU counted, or adds to the row of its host or rack. */
export function sumRows(rows: readonly ThrottleRow[], groupBy: ThrottleGroup): ThrottleRow[] {
  if (groupBy === 'gpu') return [...rows];
  const groups = new Map<string, ThrottleRow[]>();
  for (const row of rows) {
    const key = (groupBy === 'host' ? row.host : row.rack) ?? '';
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return Array.from(groups, ([key, members]) => total(key, members, groupBy));
}

function total(
  key: string,
  members: readonly ThrottleRow[],
  groupBy: 'host' | 'rack',
): ThrottleRow {
  const covered = sum(members.map((row) => row.coveredSeconds)) ?? 0;
  const whole = sum(members.map((row) => row.coveredSeconds / row.coverageRatio)) ?? 0;
  return {
    key,
    rack: members[0]?.rack ?? null,
    host: groupBy === 'host' ? key : null,
    gpu: null,
    index: null,
    model: null,
    gpus: members.length,
    seconds: secondsOf((reason) => sum(members.map((row) => row.seconds[reason]))),
    coveredSeconds: covered,
    coverageRatio: whole === 0 ? 0 : covered / whole,
    simulated: members.some((row) => row.simulated),
  };
}

export function secondsOf(read: (key: ThrottleKey) => number | null): ThrottleSeconds {
  return {
    hw_thermal: read('hw_thermal'),
    power_brake: read('power_brake'),
    hw_slowdown: read('hw_slowdown'),
    sw_thermal: read('sw_thermal'),
    power_cap: read('power_cap'),
    sync_boost: read('sync_boost'),
    application_clocks: read('application_clocks'),
  };
}

function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((all, value) => all + value, 0);
}
