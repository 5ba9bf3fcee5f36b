import { gzipSync } from 'node:zlib';
import type { FieldValue, Point, SampleTable } from '#lib/model/sample.ts';
import { encodePoints } from '#lib/wire/line-protocol/encode.ts';
import { testTokens } from '#tests/simulator/isotherm.ts';
import { numberedBatch } from '#tests/simulator/numbered-batches.ts';

/** Pushes numbered batches as an agent does: one at a time, each until a server has taken it. */
export interface Pusher {
  readonly source: string;
  /** Highest sequence that was acknowledged, −1 for none. */
  acknowledged(): number;
  /** Times of the samples that were acknowledged with each batch, epoch milliseconds. */
  readonly pulses: readonly number[];
  /** Resolves once nothing is under way. */
  stop(): Promise<void>;
}

const betweenMs = 100;
const answerMs = 5_000;

/** Every batch also brings a sample of now, and every tenth an event. */
export function startPusher(source: string, urls: readonly string[], startMs: number): Pusher {
  const pulses: number[] = [];
  let sequence = 0;
  let isStopped = false;
  let server = 0;

  const push = async (): Promise<void> => {
    while (!isStopped) {
      const timeMs = Date.now();
      const body = gzipSync(linesOf(source, sequence, startMs, timeMs));
      while (!(await send(urls[server % urls.length] ?? '', `${source}:${sequence}`, body))) {
        server += 1;
        await pause();
      }
      pulses.push(timeMs);
      sequence += 1;
      await pause();
    }
  };
  const pushing = push();
  return {
    source,
    pulses,
    acknowledged: () => sequence - 1,
    async stop() {
      isStopped = true;
      await pushing;
    },
  };
}

async function send(url: string, batch: string, body: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    const response = await fetch(`${url}/write?precision=ns`, {
      method: 'POST',
      headers: {
        Authorization: `Token ${testTokens.agent}`,
        'Content-Encoding': 'gzip',
        'X-Isotherm-Batch': batch,
      },
      body,
      signal: AbortSignal.timeout(answerMs),
    });
    const words = await response.text();
    if (response.status >= 400 && response.status < 500 && response.status !== 429) {
      throw new TypeError(`push ${batch}: ${response.status} ${words}`);
    }
    return response.status === 204;
  } catch (error) {
    if (error instanceof TypeError && error.message.startsWith('push ')) throw error;
    return false;
  }
}

function linesOf(source: string, sequence: number, startMs: number, timeMs: number): string {
  const tables = numberedBatch(source, sequence, startMs);
  const timeNs = BigInt(timeMs) * 1_000_000n;
  const float = (value: number): FieldValue => ({ type: 'float', value });
  const points: Point[] = [
    ...tables.flatMap(pointsOf),
    {
      measurement: 'pulse',
      tags: { host: source },
      fields: { number: float(sequence), level: float(100) },
      timeNs,
    },
  ];
  if (sequence % 10 === 0) {
    points.push({
      measurement: 'gpu_event',
      tags: { host: source, gpu: `GPU-${source}`, kind: 'xid' },
      fields: {
        code: { type: 'integer', value: BigInt(sequence) },
        message: { type: 'string', value: `event ${sequence}` },
      },
      timeNs,
    });
  }
  return encodePoints(points);
}

function pointsOf(table: SampleTable): Point[] {
  return Array.from(table.timeNs, (timeNs, row): Point => {
    const fields = Object.entries(table.columns).map(([name, column]): [string, FieldValue] => {
      const value = column.values[row] ?? 0;
      return [
        name,
        typeof value === 'bigint'
          ? { type: 'integer', value }
          : { type: 'float', value: Number(value) },
      ];
    });
    return {
      measurement: table.measurement,
      tags: table.series[table.seriesIndex[row] ?? 0] ?? {},
      fields: Object.fromEntries(fields),
      timeNs,
    };
  });
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, betweenMs));
}
