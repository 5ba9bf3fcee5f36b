import type { Worker } from 'node:worker_threads';
import { SeriesReceiver } from '#lib/threads/series-port.ts';
import { startWorker } from '#lib/threads/start-worker.ts';
import type { Decoded, EncodedBody } from './decode.ts';
import type { DecodeReply, DecodeRequest, PackedDecoded } from './decode-worker.ts';
import type { WriteLimits } from './limits.ts';

/** A body that needs more ends the thread and nothing else. */
const defaultHeapMb = 512;

interface Waiting {
  readonly resolve: (decoded: Decoded) => void;
  readonly reject: (error: Error) => void;
}

/** Hands bodies to the decoding thread; a thread that dies is replaced with the next body. */
export class Decoder {
  readonly #limits: WriteLimits;
  readonly #heapMb: number;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #nextId = 0;
  #isClosed = false;

  constructor(limits: WriteLimits, heapMb = defaultHeapMb) {
    this.#limits = limits;
    this.#heapMb = heapMb;
    this.#worker = this.#start();
  }

  /** @throws Error when the thread ends before it has answered */
  decode(body: EncodedBody): Promise<Decoded> {
    if (this.#isClosed) return Promise.reject(new Error('decode a body: the decoder is closed'));
    this.#worker ??= this.#start();
    const request: DecodeRequest = { id: this.#nextId++, body };
    const decoded = new Promise<Decoded>((resolve, reject) => {
      this.#waiting.set(request.id, { resolve, reject });
    });
    this.#worker.postMessage(request, [body.bytes.buffer as ArrayBuffer]);
    return decoded;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const module = new URL('./decode-worker.ts', import.meta.url);
    const worker = startWorker(module, this.#limits, [], { maxOldGenerationSizeMb: this.#heapMb });
    const receiver = new SeriesReceiver();
    worker.on('message', ({ id, decoded }: DecodeReply) => {
      // Taken apart also when nobody waits any more: its series are known from here on.
      const whole = unpacked(decoded, receiver);
      this.#waiting.get(id)?.resolve(whole);
      this.#waiting.delete(id);
    });
    let cause: unknown;
    worker.once('error', (error) => {
      cause = error;
    });
    worker.once('exit', () => this.#lose(worker, cause));
    return worker;
  }

  #lose(worker: Worker, cause: unknown): void {
    if (this.#worker === worker) this.#worker = null;
    for (const { reject } of this.#waiting.values()) {
      reject(new Error('decode a body: its thread ended', { cause }));
    }
    this.#waiting.clear();
  }
}

function unpacked(decoded: PackedDecoded, receiver: SeriesReceiver): Decoded {
  if (decoded.kind !== 'lines') return decoded;
  return { ...decoded, tables: receiver.unpack(decoded.tables) };
}
