import { Refusal } from '#lib/model/refusal.ts';
import type { WriteLimits } from './limits.ts';

/** One request from the first byte of its body until the store has answered. */
export interface Flight {
  /** Says what the request holds in memory now. */
  hold(bytes: number): void;
  /** The store has been asked; from now on the request has an age. */
  queue(nowMs: number): void;
  /** Ends it unless the store still has its rows. */
  abandon(): void;
  /** Ends it; ending twice is fine. */
  end(): void;
}

/** Counts what all requests together hold, so that a slow store slows senders and fills no memory. */
export class InFlight {
  readonly #limits: Pick<WriteLimits, 'inFlightBytes' | 'queueAgeMs'>;
  readonly #queued = new Set<{ readonly sinceMs: number }>();
  #bytes = 0;

  constructor(limits: Pick<WriteLimits, 'inFlightBytes' | 'queueAgeMs'>) {
    this.#limits = limits;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @throws Refusal `too-many` while too much or too old work is waiting */
  begin(nowMs: number): Flight {
    this.#refuseWhenBehind(nowMs);
    let held = 0;
    let queued: { readonly sinceMs: number } | null = null;
    const end = () => {
      this.#bytes -= held;
      held = 0;
      if (queued) this.#queued.delete(queued);
    };
    return {
      hold: (bytes) => {
        this.#bytes += bytes - held;
        held = bytes;
      },
      queue: (sinceMs) => {
        queued = { sinceMs };
        this.#queued.add(queued);
      },
      abandon: () => {
        if (!queued) end();
      },
      end,
    };
  }

  #refuseWhenBehind(nowMs: number): void {
    const { inFlightBytes, queueAgeMs } = this.#limits;
    if (this.#bytes >= inFlightBytes) {
      const held = `${Math.round(this.#bytes / 1e6)} MB of samples are waiting to be stored`;
      throw new Refusal('too-many', `the store is behind: ${held}`, 1);
    }
    // Writes are asked in order, so the first of the set is the oldest.
    const [oldest] = this.#queued;
    if (!oldest || nowMs - oldest.sinceMs <= queueAgeMs) return;
    const age = Math.round((nowMs - oldest.sinceMs) / 1000);
    const fact = `a write has been waiting for ${age} s`;
    throw new Refusal('too-many', `the store is behind: ${fact}`, Math.min(30, Math.ceil(age / 2)));
  }
}
