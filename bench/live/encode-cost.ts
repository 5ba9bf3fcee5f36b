import type { Column, SampleTable } from '#lib/model/sample.ts';
import { createLiveHub } from '#lib/live/create-live-hub.ts';
import type { LiveHub, SharedMessage } from '#lib/live/hub.ts';
import { upperMedian } from '../quantile.ts';

/** Milliseconds of processor time for one frame of everything, medians of rounds that took turns. */
export interface EncodeCost {
  readonly gpus: number;
  readonly fields: number;
  readonly oursMs: number;
  /** A loop over columns of doubles into the same bytes: what no hub can go below. */
  readonly plainMs: number;
  /** The same when a fifth of the GPUs has reported, as between two frames of five a second. */
  readonly fifthMs: number;
}

const [gpus, fields] = [10_000, 20];
const rounds = 80;
const warmUpRounds = 20;

export function measureEncoding(): EncodeCost {
  const ours = everyGpu(1);
  const fifth = everyGpu(5);
  const plain = plainLoop();
  const times: { ours: number[]; plain: number[]; fifth: number[] } = {
    ours: [],
    plain: [],
    fifth: [],
  };
  for (let round = 0; round < rounds + warmUpRounds; round += 1) {
    const spent = [ours(round), fifth(round), plain()] as const;
    if (round < warmUpRounds) continue;
    times.ours.push(spent[0]);
    times.fifth.push(spent[1]);
    times.plain.push(spent[2]);
  }
  return {
    gpus,
    fields,
    oursMs: upperMedian(times.ours),
    fifthMs: upperMedian(times.fifth),
    plainMs: upperMedian(times.plain),
  };
}

/** @returns times one frame after every `nth` GPU has reported */
function everyGpu(nth: number): (round: number) => number {
  let nowMs = 1_700_000_000_000;
  const hub = createLiveHub({ placeTags: (tags) => tags, clock: () => nowMs });
  publish(hub, nowMs, 0, 1);
  const names = fieldNames();
  let bytes = 0;
  const client = {
    send: () => undefined,
    share: ({ data }: SharedMessage) => void (bytes = data.length),
    bufferedBytes: () => 0,
  };
  hub.subscribe(client, {
    type: 'subscribe',
    id: 'bench',
    measurement: 'gpu',
    fields: names,
    match: {},
    encoding: 'binary',
    delta: nth > 1,
    maxHz: 1,
  });
  return (round) => {
    nowMs += 1000;
    publish(hub, nowMs, round % nth, nth);
    nowMs += 500;
    bytes = 0;
    const spent = processorMs(() => hub.tick(nowMs));
    if (bytes === 0) throw new Error('time a frame: none was made');
    return spent;
  };
}

function publish(hub: LiveHub, nowMs: number, from: number, nth: number): void {
  const chosen = Array.from({ length: Math.ceil((gpus - from) / nth) }, (_, at) => from + at * nth);
  const present = new Uint8Array(chosen.length).fill(1);
  const columns = fieldNames().map((name, field): [string, Column] => [
    name,
    { type: 'float', present, values: Float64Array.from(chosen, (gpu) => gpu + field + nowMs / 7) },
  ]);
  const table: SampleTable = {
    measurement: 'gpu',
    series: chosen.map((gpu) => ({ host: `node-${gpu >> 3}`, gpu: `GPU-${gpu}` })),
    seriesIndex: Uint32Array.from(chosen.keys()),
    timeNs: new BigInt64Array(chosen.length).fill(BigInt(nowMs) * 1_000_000n),
    columns: Object.fromEntries(columns),
  };
  hub.publish([table], { receivedAtMs: nowMs, backlog: false });
}

function fieldNames(): string[] {
  return Array.from({ length: fields }, (_, field) => `field_${field}`);
}

function plainLoop(): () => number {
  const columns = fieldNames().map((_, field) =>
    Float64Array.from({ length: gpus }, (__, at) => at + field),
  );
  const times = new Float64Array(gpus).fill(1_700_000_000_000);
  const encode = () => {
    const buffer = new ArrayBuffer(48 + gpus * 8 + fields * gpus * 4);
    const outTimes = new Float64Array(buffer, 48, gpus);
    for (let at = 0; at < gpus; at += 1) outTimes[at] = times[at] ?? Number.NaN;
    for (const [field, column] of columns.entries()) {
      const out = new Float32Array(buffer, 48 + gpus * 8 + field * gpus * 4, gpus);
      for (let at = 0; at < gpus; at += 1) out[at] = column[at] ?? Number.NaN;
    }
  };
  return () => processorMs(encode);
}

/** Processor time and not the clock's: other programs of the machine must not count. */
function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
