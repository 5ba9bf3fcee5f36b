import { gpu as gpuMeasurement } from '#lib/metrics/gpu.ts';
import { gpuInfo } from '#lib/metrics/gpu-info.ts';
import type { GpuEvent } from '#lib/model/gpu-event.ts';
import { readLatest } from '#lib/samples/read-latest.ts';
import type { Services } from '#lib/services.ts';
import { describeGpu, levelOfStory, type Sentence } from './describe-gpu.ts';
import { listGpus, type GpuSummary } from './list-gpus.ts';
import { readRecentEvents } from './read-recent-events.ts';
import { readThrottleLedger } from './read-throttle-ledger.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Longer than the slowest of its values is read. */
const rememberedMs = 600_000;

type GpuServices = Pick<Services, 'hub' | 'store' | 'places'>;

/** The processes of one name; null = the driver does not say. */
export interface GpuProcess {
  readonly process: string;
  readonly count: number | null;
  readonly memoryUsedBytes: number | null;
  readonly pids: string | null;
}

export interface GpuReport {
  readonly summary: GpuSummary;
  readonly sentence: Sentence;
  readonly level: GpuSummary['health']['level'];
  /** What it is, by field of `gpu_info`. */
  readonly info: Readonly<Record<string, string>>;
  /** UUIDs of the MIG instances it is split into. */
  readonly instances: readonly string[];
  /** Newest value of every field of `gpu` that it reports. */
  readonly values: Readonly<Record<string, number>>;
  /** Newest first; every one since `eventsSinceMs`. */
  readonly events: readonly GpuEvent[];
  readonly eventsSinceMs: number;
  readonly processes: readonly GpuProcess[];
  /** Units in which a run trains on it, now or within a day. */
  readonly training: { readonly samples: boolean; readonly tokens: boolean };
}

/** Everything a page about one GPU shows of now; null when nothing was heard of it for a day. */
export async function readGpu(
  services: GpuServices,
  gpu: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<GpuReport | null> {
  const match = { gpu: [gpu] };
  const [summary] = await listGpus(services, match, nowMs);
  if (!summary) return null;
  const latest = latestReader(services, gpu, nowMs, signal);
  const [info, values, events, processes, training, ledger, instances] = await Promise.all([
    latest('gpu_info', namesOf(gpuInfo), dayMs),
    latest('gpu', namesOf(gpuMeasurement), rememberedFor(summary, nowMs)),
    readRecentEvents(services, match, nowMs, signal),
    readProcesses(services, gpu, nowMs, signal),
    latest('training', ['samples_per_second', 'tokens_per_second'], dayMs),
    readThrottleLedger(
      services,
      { startMs: nowMs - hourMs, endMs: nowMs, match, groupBy: 'gpu' },
      nowMs,
      signal,
    ),
    readInstances(services, summary, nowMs, signal),
  ]);
  const numbers = numbersOf(values);
  const story = {
    ...summary,
    eccUncorrectedSinceLoad: numbers['ecc_uncorrected_since_load_total'] ?? null,
    lastHour: ledger.rows.find((row) => row.host === summary.host) ?? null,
    events: events.items,
  };
  return {
    summary,
    sentence: describeGpu(story, nowMs),
    level: levelOfStory(story),
    info: textsOf(info),
    instances,
    values: numbers,
    events: events.items,
    eventsSinceMs: events.sinceMs,
    processes,
    training: {
      samples: training['samples_per_second'] !== undefined,
      tokens: training['tokens_per_second'] !== undefined,
    },
  };
}

/** Of a GPU that is lost, the last that was heard of it is all there is. */
function rememberedFor({ health, timeMs }: GpuSummary, nowMs: number): number {
  return health.state === 'lost' ? dayMs : nowMs - timeMs + rememberedMs;
}

type Values = Readonly<Record<string, unknown>>;

/** Newest value of each field over all series of the GPU; what there is none of is absent. */
function latestReader(services: GpuServices, gpu: string, nowMs: number, signal: AbortSignal) {
  return async (measurement: string, fields: string[], maxAgeMs: number): Promise<Values> => {
    const question = {
      ...{ measurement, fields, match: { gpu: [gpu] }, limit: 100 },
      max_age: Math.min(maxAgeMs, dayMs),
    };
    const { items } = await readLatest(services, question, nowMs, signal);
    const newestLast = items.toSorted((a, b) => a.time - b.time);
    const values: Record<string, unknown> = {};
    for (const item of newestLast) {
      fields.forEach((field, place) => {
        const value = item.values[place] ?? null;
        if (value !== null) values[field] = value;
      });
    }
    return values;
  };
}

async function readProcesses(
  services: GpuServices,
  gpu: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<GpuProcess[]> {
  const question = {
    ...{ measurement: 'gpu_process', fields: ['memory_used_bytes', 'process_count', 'pids'] },
    ...{ match: { gpu: [gpu] }, limit: 1000, max_age: 60_000 },
  };
  const { items } = await readLatest(services, question, nowMs, signal);
  return items
    .map(({ tags, values: [memory, count, pids] }) => ({
      process: tags['process'] ?? '',
      memoryUsedBytes: numberOf(memory),
      count: numberOf(count),
      pids: typeof pids === 'string' ? pids : null,
    }))
    .sort((a, b) => (b.memoryUsedBytes ?? -1) - (a.memoryUsedBytes ?? -1));
}

async function readInstances(
  services: GpuServices,
  { host, gpu }: GpuSummary,
  nowMs: number,
  signal: AbortSignal,
): Promise<string[]> {
  const question = {
    ...{ measurement: 'gpu_info', fields: ['parent'], match: { host: [host] } },
    ...{ limit: 1000, max_age: rememberedMs },
  };
  const { items } = await readLatest(services, question, nowMs, signal);
  return items
    .filter(({ values: [parent] }) => parent === gpu)
    .flatMap(({ tags }) => tags['gpu'] ?? [])
    .sort();
}

function namesOf({ fields }: { readonly fields: readonly { readonly name: string }[] }): string[] {
  return fields.map(({ name }) => name);
}

function numbersOf(values: Values): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const number = numberOf(value);
      return number === null ? [] : [[name, number]];
    }),
  );
}

function textsOf(values: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
