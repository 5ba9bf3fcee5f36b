import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip as gzipWithCallback } from 'node:zlib';
import { Backoff } from '#collectors/agent/backoff.ts';
import type { PushOutcome } from '#collectors/agent/push/outcome.ts';
import type { Transport } from '#collectors/agent/push/transport.ts';
import type { Batch } from '#simulation/report/line-writer.ts';

const gzip = promisify(gzipWithCallback);

/** What all senders together have done. */
export interface SendCounts {
  acceptedLines: number;
  rejectedLines: number;
  skippedLines: number;
  bytes: number;
  retries: number;
  /** The newest reason why something was not taken; null while all is. */
  trouble: string | null;
}

export interface SenderOptions {
  readonly transport: Transport;
  /** Batches of one source are numbered from `firstSequence` on: one that is sent again changes nothing. */
  readonly source: string;
  readonly firstSequence: number;
  readonly counts: SendCounts;
  readonly random: () => number;
  /** Ends waiting and retrying; what has been taken stays taken. */
  readonly signal: AbortSignal;
}

interface Waiting {
  readonly body: Promise<Buffer>;
  readonly lines: number;
  readonly bytes: number;
  /** Time of the hall at which it was full: nothing in it is newer, nothing after it is older. */
  readonly timeMs: number;
}

/** Beyond so much unpacked text nothing more is taken: the server is behind, or away. */
const fullBytes = 24_000_000;
/** A filler of history keeps this much ready, so that no one waits for the other. */
const readyBytes = 9_000_000;

/** Sends its batches one after the other and in order, each until the server has it durably. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #waiting: Waiting[] = [];
  readonly #backoff: Backoff;
  #bytes = 0;
  #sequence: number;
  #running: Promise<void> | null = null;
  #roomWanted: (() => void) | null = null;
  #acceptedMs: number | null = null;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#sequence = options.firstSequence;
    this.#backoff = new Backoff({ baseMs: 250, capMs: 15_000, random: options.random });
  }

  get isFull(): boolean {
    return this.#bytes >= fullBytes;
  }

  /** Everything before this time is with the server; null before it has anything. */
  get acceptedMs(): number | null {
    return this.#acceptedMs;
  }

  /**
   * Never waits: a caller that may not lose lines asks `room` first.
   *
   * @param timeMs of the hall; it never goes back
   */
  take(batch: Batch, timeMs: number): void {
    const body = gzip(batch.bytes, { level: 1 });
    // Whoever sends it sees the failure; until then it is nobody's.
    body.catch(() => undefined);
    this.#waiting.push({ body, lines: batch.lines, bytes: batch.bytes.length, timeMs });
    this.#bytes += batch.bytes.length;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** Resolves when little is waiting, or at once when the signal says to stop. */
  async room(stop: AbortSignal): Promise<void> {
    while (this.#bytes > readyBytes && !stop.aborted) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          stop.removeEventListener('abort', wake);
          resolve();
        };
        stop.addEventListener('abort', wake);
        this.#roomWanted = wake;
      });
    }
  }

  /** Resolves when all is sent, or given up because the signal says so. */
  async drained(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #run(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      await this.#send(next);
      this.#bytes -= next.bytes;
      this.#roomWanted?.();
    }
  }

  async #send({ body, lines, bytes, timeMs }: Waiting): Promise<void> {
    const { source, counts, signal, transport } = this.#options;
    const request = { body: await body, batchId: `${source}:${this.#sequence}` };
    this.#sequence += 1;
    for (;;) {
      const outcome = await transport.send(request, signal);
      if (outcome.kind === 'accepted') {
        counts.acceptedLines += lines;
        counts.bytes += bytes;
        counts.trouble = null;
        if (counts.rejectedLines === 0) this.#acceptedMs = timeMs;
        this.#backoff.reset();
        return;
      }
      counts.trouble = outcome.reason;
      if (outcome.kind !== 'retry' || signal.aborted) {
        counts.rejectedLines += lines;
        return;
      }
      counts.retries += 1;
      await this.#wait(outcome);
    }
  }

  async #wait(outcome: Extract<PushOutcome, { kind: 'retry' }>): Promise<void> {
    const { signal } = this.#options;
    const waitMs = this.#backoff.next(outcome.retryAfterMs);
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
  }
}
