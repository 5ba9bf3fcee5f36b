import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { BodyKind } from './victoria-client.ts';

/** What one write has to store: rows, and after them the number of its batch. */
export interface LaneRequest {
  readonly lines: string;
  readonly json: string;
  readonly afterwards: string;
}

export interface Body {
  readonly kind: BodyKind;
  readonly gzipped: Uint8Array<ArrayBuffer>;
}

/** Sends bodies; `afterwards` only once all of `first` are stored. Resolves when they are durable. */
export type Store = (first: readonly Body[], afterwards: readonly Body[]) => Promise<void>;

interface Waiting extends LaneRequest {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Text of one round; a longer one only makes whoever waits wait longer. */
const roundLength = 4 * 1024 * 1024;
const compress = promisify(gzip);

/** Puts the writes that arrive during a round trip into the next one together. */
export class WriteLane {
  readonly #store: Store;
  #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(store: Store) {
    this.#store = store;
  }

  write(request: LaneRequest): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...request, resolve, reject });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const round = this.#takeRound();
      try {
        const first = await Promise.all([
          ...bodies('lines', round, 'lines'),
          ...bodies('json', round, 'json'),
        ]);
        await this.#store(first, await Promise.all(bodies('json', round, 'afterwards')));
        for (const { resolve } of round) resolve();
      } catch (error) {
        for (const { reject } of round) reject(error);
      }
    }
    this.#isRunning = false;
  }

  #takeRound(): Waiting[] {
    let length = 0;
    const rest = this.#waiting.findIndex(({ lines, json }) => {
      length += lines.length + json.length;
      return length > roundLength;
    });
    return this.#waiting.splice(0, rest === -1 ? this.#waiting.length : Math.max(1, rest));
  }
}

function bodies(
  kind: BodyKind,
  round: readonly Waiting[],
  part: 'lines' | 'json' | 'afterwards',
): Promise<Body>[] {
  const text = round.map((request) => request[part]).join('');
  if (text === '') return [];
  return [compress(text, { level: 1 }).then((gzipped) => ({ kind, gzipped: own(gzipped) }))];
}

/** gzip answers a buffer over memory of its own, never over shared memory. */
function own(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer.buffer as ArrayBuffer, buffer.byteOffset, buffer.length);
}
