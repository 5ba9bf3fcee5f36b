import { parentPort, workerData } from 'node:worker_threads';
import { LineMemory } from '#lib/wire/line-protocol/line-memory.ts';
import { buffersOf, SeriesSender, type PackedTables } from '#lib/threads/series-port.ts';
import { decode, type Decoded, type EncodedBody } from './decode.ts';
import type { WriteLimits } from './limits.ts';

/** Thread that unpacks and reads bodies, one at a time, away from the thread that serves people. */
export interface DecodeRequest {
  readonly id: number;
  readonly body: EncodedBody;
}

export interface DecodeReply {
  readonly id: number;
  readonly decoded: PackedDecoded;
}

type Lines = Extract<Decoded, { kind: 'lines' }>;

/** What was decoded, its tables as they cross threads. */
export type PackedDecoded =
  Exclude<Decoded, Lines> | (Omit<Lines, 'tables'> & { readonly tables: PackedTables });

// Whoever started this module as a worker gave it limits: see decoder.ts.
const { data } = workerData as { data: WriteLimits };
const memory = new LineMemory();
const sender = new SeriesSender();

parentPort?.on('message', ({ id, body }: DecodeRequest) => {
  const decoded = decode(body, data, memory);
  if (decoded.kind !== 'lines') {
    send({ id, decoded });
    return;
  }
  const tables = sender.pack(decoded.tables);
  send({ id, decoded: { ...decoded, tables } }, buffersOf(tables));
});

function send(reply: DecodeReply, buffers: ArrayBuffer[] = []): void {
  parentPort?.postMessage(reply, buffers);
}
