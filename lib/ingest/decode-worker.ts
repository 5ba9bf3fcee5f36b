import { parentPort, workerData } from 'node:worker_threads';
import { LineMemory } from '#lib/wire/line-protocol/line-memory.ts';
import { transferables } from '#lib/wire/line-protocol/transfer.ts';
import { decode, type Decoded, type EncodedBody } from './decode.ts';
import type { WriteLimits } from './limits.ts';

/** Thread that unpacks and reads bodies, one at a time, away from the thread that serves people. */
export interface DecodeRequest {
  readonly id: number;
  readonly body: EncodedBody;
}

export interface DecodeReply {
  readonly id: number;
  readonly decoded: Decoded;
}

// Whoever started this module as a worker gave it limits: see decoder.ts.
const { data } = workerData as { data: WriteLimits };
const memory = new LineMemory();

parentPort?.on('message', ({ id, body }: DecodeRequest) => {
  const decoded = decode(body, data, memory);
  const reply: DecodeReply = { id, decoded };
  parentPort?.postMessage(reply, decoded.kind === 'lines' ? transferables(decoded.tables) : []);
});
