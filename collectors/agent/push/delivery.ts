import { Backoff } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { LaneName } from '../spool/cursor.ts';
import type { SequenceRange } from '../spool/sequence-set.ts';
import type { Spool } from '../spool/spool.ts';
import { Wakeup } from '../wakeup.ts';
import { FreshQueue, type FreshBatch } from './fresh-queue.ts';
import type { PushOutcome } from './outcome.ts';
import { PushJournal } from './push-journal.ts';
import type { Transport } from './transport.ts';

export interface DeliveryOptions {
  readonly spool: Spool;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** A batch older than this is backlog. */
  readonly freshMs?: number;
  /** Compressed bytes that are sent at once. */
  readonly parcelBytes?: number;
  /** Compressed bytes of backlog sent in a second. */
  readonly backlogBytesPerSecond?: number;
}

type Retry = Extract<PushOutcome, { kind: 'retry' }>;

/** Batches sent as one request, under the id of the last. */
interface Parcel {
  readonly batches: readonly FreshBatch[];
  readonly range: SequenceRange;
}

/**
 * Brings batches to the server in two lanes, each in order and each under a source name of its
 * own: what was just gathered goes out at once, what had to wait follows at a bounded rate. See
 * docs/decisions/0020-two-lanes-out-of-the-agent.md.
 */
export class Delivery {
  readonly journal: PushJournal;
  readonly #spool: Spool;
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #fresh: FreshQueue;
  readonly #changed = new Wakeup();
  readonly #backoffs: Record<LaneName, Backoff>;
  readonly #backlogBytesPerSecond: number;
  #parcelBytes: number;
  #isLiveBusy = false;
  #isLiveFailing = false;

  constructor(options: DeliveryOptions) {
    this.#spool = options.spool;
    this.#transport = options.transport;
    this.#clock = options.clock;
    this.#fresh = new FreshQueue(options.freshMs ?? 10_000);
    this.#parcelBytes = options.parcelBytes ?? 256 * 1024;
    this.#backlogBytesPerSecond = options.backlogBytesPerSecond ?? 256 * 1024;
    this.journal = new PushJournal(options.log);
    const { random } = options;
    this.#backoffs = {
      live: new Backoff({ baseMs: 1000, capMs: 15_000, random }),
      backlog: new Backoff({ baseMs: 1000, capMs: 60_000, random }),
    };
  }

  /** Keeps a batch on disk and sends it as soon as its lane is free. */
  offer(payload: Buffer): void {
    const { sequence, failure } = this.#spool.append(payload);
    this.journal.noteDisk(failure);
    const offeredMs = this.#clock.monotonicMs();
    this.#fresh.push({ sequence, payload, offeredMs, isOnDisk: failure === null });
    this.#expire();
    this.#changed.wake();
  }

  /** Sends until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    this.#changed.wakeAtEnd(signal);
    await Promise.all([this.#runLive(signal), this.#runBacklog(signal)]);
  }

  /** Resolves once nothing fresh waits, or when the signal is aborted. */
  async drainFresh(signal: AbortSignal): Promise<void> {
    this.#changed.wakeAtEnd(signal);
    while (!signal.aborted && (this.#isLiveBusy || !this.#fresh.isEmpty)) {
      await this.#changed.wait();
    }
  }

  async #runLive(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const parcel = this.#restore('live') ?? this.#takeFresh();
      if (parcel) {
        this.#isLiveBusy = true;
        await this.#deliver('live', parcel, signal);
        this.#isLiveBusy = false;
        this.#changed.wake();
      } else {
        await this.#changed.wait();
      }
    }
  }

  async #runBacklog(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const isHeldBack = this.#isLiveFailing;
      const parcel = isHeldBack ? null : (this.#restore('backlog') ?? this.#takeBacklog());
      if (parcel) {
        await this.#deliver('backlog', parcel, signal);
        const seconds = bytesOf(parcel) / this.#backlogBytesPerSecond;
        await this.#clock.sleep(seconds * 1000, signal);
      } else {
        await this.#changed.wait();
      }
    }
  }

  /** Sends a parcel until its fate is known. Until then nothing else leaves on its lane. */
  async #deliver(lane: LaneName, whole: Parcel, signal: AbortSignal): Promise<void> {
    let parcel = whole;
    this.#bind(lane, parcel);
    while (!signal.aborted) {
      const batchId = `${this.#spool.source}-${lane}:${parcel.range.to}`;
      const body = Buffer.concat(parcel.batches.map((batch) => batch.payload));
      const startedMs = this.#clock.monotonicMs();
      const outcome = await this.#transport.send({ body, batchId }, signal);
      if (outcome.kind === 'retry') {
        await this.#waitToRetry(lane, outcome, signal);
        continue;
      }
      this.#noteSuccess(lane, (this.#clock.monotonicMs() - startedMs) / 1000);
      if (outcome.kind === 'too-large' && parcel.batches.length > 1) {
        parcel = this.#split(lane, parcel);
        continue;
      }
      if (outcome.kind === 'accepted') this.journal.noteSent(parcel.batches.length);
      else this.journal.noteRejected(parcel.batches.length, outcome.reason);
      this.#settle(lane, parcel);
      return;
    }
  }

  #bind(lane: LaneName, { range }: Parcel): void {
    this.journal.tryDisk(() => this.#spool.bind(lane, range));
  }

  /** Written to disk with the next binding: until then a crash sends the parcel once more. */
  #settle(lane: LaneName, { batches }: Parcel): void {
    this.journal.tryDisk(() => {
      for (const { sequence } of batches) this.#spool.settle({ from: sequence, to: sequence });
    });
    this.#spool.release(lane);
    this.#changed.wake();
  }

  /** The first half goes on under an id of its own, which is free: nothing of it was taken. */
  #split(lane: LaneName, parcel: Parcel): Parcel {
    this.#parcelBytes = Math.max(1, Math.floor(bytesOf(parcel) / 2));
    const half = Math.ceil(parcel.batches.length / 2);
    const first = toParcel(parcel.batches.slice(0, half));
    const rest = parcel.batches.slice(half);
    // Once sent on the live lane they stay on it, or backlog would leave its order.
    if (lane === 'live') this.#fresh.putBack(rest);
    this.#bind(lane, first);
    return first;
  }

  /** What a lane had sent when an earlier process ended; its id may be known to the server. */
  #restore(lane: LaneName): Parcel | null {
    const range = this.#spool.bound(lane);
    if (!range) return null;
    const other = lane === 'live' ? null : this.#spool.bound('live');
    const batches = this.#readWaiting(range, other, Number.POSITIVE_INFINITY);
    if (batches.length > 0) return { batches, range };
    this.#spool.release(lane);
    return null;
  }

  #takeFresh(): Parcel | null {
    this.#expire();
    const batches = this.#fresh.take(this.#parcelBytes);
    return batches.length > 0 ? toParcel(batches) : null;
  }

  #takeBacklog(): Parcel | null {
    const range = { from: 0, to: this.#fresh.firstSequence - 1 };
    const batches = this.#readWaiting(range, this.#spool.bound('live'), this.#parcelBytes);
    return batches.length > 0 ? toParcel(batches) : null;
  }

  /** Batches of a range that wait on disk, without those that another lane is sending. */
  #readWaiting(range: SequenceRange, other: SequenceRange | null, maxBytes: number): FreshBatch[] {
    const batches: FreshBatch[] = [];
    let bytes = 0;
    let at = this.#spool.firstWaiting(range.from);
    while (at !== null && at <= range.to) {
      if (other && at >= other.from && at <= other.to) {
        at = this.#spool.firstWaiting(other.to + 1);
        continue;
      }
      const payload = this.#spool.read(at);
      bytes += payload?.length ?? 0;
      if (batches.length > 0 && bytes > maxBytes) break;
      if (payload) batches.push({ sequence: at, payload, offeredMs: 0, isOnDisk: true });
      else this.#giveUpDamaged(at);
      at = this.#spool.firstWaiting(at + 1);
    }
    return batches;
  }

  #giveUpDamaged(sequence: number): void {
    this.journal.noteLost(1, `read batch ${sequence} from disk: it is damaged`);
    this.#spool.settle({ from: sequence, to: sequence });
  }

  #expire(): void {
    const expired = this.#fresh.expire(this.#clock.monotonicMs());
    const lost = expired.filter((batch) => !batch.isOnDisk).length;
    if (lost > 0) this.journal.noteLost(lost, 'keep batches: the disk would not take them');
  }

  async #waitToRetry(lane: LaneName, { reason, retryAfterMs }: Retry, signal: AbortSignal) {
    if (signal.aborted) return;
    if (lane === 'live') this.#isLiveFailing = true;
    this.journal.noteFailure(lane, reason);
    await this.#clock.sleep(this.#backoffs[lane].next(retryAfterMs), signal);
  }

  #noteSuccess(lane: LaneName, seconds: number): void {
    this.#backoffs[lane].reset();
    if (lane === 'live') this.#isLiveFailing = false;
    this.journal.noteSuccess(lane, seconds);
    this.#changed.wake();
  }
}

function toParcel(batches: readonly FreshBatch[]): Parcel {
  const from = batches[0]?.sequence ?? 0;
  return { batches, range: { from, to: batches.at(-1)?.sequence ?? from } };
}

function bytesOf(parcel: Parcel): number {
  return parcel.batches.reduce((sum, batch) => sum + batch.payload.length, 0);
}
