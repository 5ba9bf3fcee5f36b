/** An Xid as `gpu_event` has it. */
export interface XidEvent {
  readonly host: string;
  /** UUID. */
  readonly gpu: string;
  readonly code: number;
  readonly title: string;
  readonly timeNs: bigint;
}

/** What has been seen of one GPU since this process started. */
export interface XidTally {
  readonly last: XidEvent;
  /** How many events there were of each code. */
  readonly counts: ReadonlyMap<number, number>;
}

interface OpenTally {
  last: XidEvent;
  readonly counts: Map<number, number>;
  /** Times of the newest events, to know one that is told again. */
  readonly seen: Set<string>;
}

/** GPUs and codes come from whoever may write samples, so both are bounded. */
const maxGpus = 50_000;
const maxCodes = 64;
const rememberedEvents = 256;

/** Counts Xids: of a gauge that keeps the last one, nobody can tell a second of the same kind. */
export class XidLedger {
  readonly #tallies = new Map<string, OpenTally>();

  note(event: XidEvent): void {
    const key = keyOf(event.host, event.gpu);
    const tally = this.#tallies.get(key);
    if (tally) count(tally, event);
    else this.#open(key, event);
  }

  find(host: string, gpu: string): XidTally | undefined {
    return this.#tallies.get(keyOf(host, gpu));
  }

  #open(key: string, event: XidEvent): void {
    if (this.#tallies.size >= maxGpus) {
      for (const oldest of this.#tallies.keys()) {
        this.#tallies.delete(oldest);
        break;
      }
    }
    const tally: OpenTally = { last: event, counts: new Map(), seen: new Set() };
    this.#tallies.set(key, tally);
    count(tally, event);
  }
}

function count(tally: OpenTally, event: XidEvent): void {
  const { counts, seen } = tally;
  const identity = `${event.code} ${event.timeNs}`;
  if (seen.has(identity)) return;
  seen.add(identity);
  if (seen.size > rememberedEvents) {
    for (const oldest of seen) {
      seen.delete(oldest);
      break;
    }
  }
  if (event.timeNs >= tally.last.timeNs) tally.last = event;
  const known = counts.get(event.code);
  if (known !== undefined || counts.size < maxCodes) counts.set(event.code, (known ?? 0) + 1);
}

function keyOf(host: string, gpu: string): string {
  return JSON.stringify([host, gpu]);
}
