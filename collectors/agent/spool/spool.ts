import { mkdirSync, readdirSync } from 'node:fs';
import { CursorFile, type Cursor, type LaneName } from './cursor.ts';
import { lockDirectory } from './lock.ts';
import { headerBytes } from './record.ts';
import { Segment } from './segment.ts';
import { SequenceSet, type SequenceRange } from './sequence-set.ts';

export interface SpoolOptions {
  readonly directory: string;
  /** The oldest segment is dropped when the files together pass this. */
  readonly maxBytes: number;
  readonly segmentBytes?: number;
}

/** What opening found of an earlier run. */
export interface Recovery {
  readonly waitingBatches: number;
  readonly tornBytes: number;
}

/** A sequence is used up even when the disk would not take the batch. */
export interface Appended {
  readonly sequence: number;
  readonly failure: unknown;
}

/** Sequences are reserved so many at a time, so that one waits for the disk only now and then. */
const reservation = 1000;

/**
 * Batches waiting on disk. A batch is appended once under the next sequence and settled once: when
 * the server holds it, or never will. Files are written without waiting for the disk: a crash of
 * the agent loses nothing, a power loss the last seconds.
 */
export class Spool {
  readonly recovery: Recovery;
  readonly #directory: string;
  readonly #cursorFile: CursorFile;
  readonly #maxBytes: number;
  readonly #segmentBytes: number;
  readonly #segments: Segment[];
  readonly #settled: SequenceSet;
  readonly #lanes: Cursor['lanes'];
  readonly #unlock: () => void;
  readonly source: string;
  #reserved: number;
  #next: number;
  #active: Segment | null = null;
  #waitingBytes = 0;
  #waitingBatches = 0;
  #droppedBatches = 0;

  /**
   * Opens a directory, which is made when it is not there.
   *
   * @throws when another process uses it
   */
  constructor(options: SpoolOptions) {
    this.#directory = options.directory;
    this.#maxBytes = options.maxBytes;
    this.#segmentBytes = options.segmentBytes ?? 8 * 1024 * 1024;
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    this.#unlock = lockDirectory(this.#directory);
    this.#cursorFile = new CursorFile(this.#directory);
    const cursor = this.#cursorFile.read();
    const recovered = recoverSegments(this.#directory);
    this.source = cursor.source;
    this.#settled = new SequenceSet(cursor.settled);
    this.#lanes = cursor.lanes;
    this.#segments = recovered.map(({ segment }) => segment);
    this.#reserved = Math.max(cursor.reserved, 1, (this.#segments.at(-1)?.last ?? 0) + 1);
    this.#next = this.#reserved;
    for (const segment of this.#segments) this.#countWaiting(segment);
    this.#removeSettledSegments();
    this.recovery = {
      waitingBatches: this.#waitingBatches,
      tornBytes: recovered.reduce((sum, { tornBytes }) => sum + tornBytes, 0),
    };
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  get waitingBatches(): number {
    return this.#waitingBatches;
  }

  /** Batches that were given up because the spool was full, since this process began. */
  get droppedBatches(): number {
    return this.#droppedBatches;
  }

  append(payload: Uint8Array): Appended {
    const sequence = this.#next;
    this.#next += 1;
    try {
      if (sequence >= this.#reserved) this.#reserve(sequence + reservation);
      this.#activeSegment(sequence).append(payload);
    } catch (failure) {
      // The next batch would not follow on this segment's last one.
      this.#active = null;
      return { sequence, failure };
    }
    this.#waitingBatches += 1;
    this.#waitingBytes += headerBytes + payload.length;
    this.#dropOverflow();
    return { sequence, failure: null };
  }

  /** Null for a batch that is settled, dropped or damaged. */
  read(sequence: number): Buffer | null {
    if (this.#settled.has(sequence)) return null;
    return this.#segmentOf(sequence)?.read(sequence) ?? null;
  }

  /** The first batch at or after `from` that is not settled. */
  firstWaiting(from: number): number | null {
    for (const segment of this.#segments) {
      let sequence = Math.max(from, segment.first);
      while (sequence <= segment.last) {
        const end = this.#settled.endOfRange(sequence);
        if (end === null) return sequence;
        sequence = end + 1;
      }
    }
    return null;
  }

  /** What a lane has sent without knowing whether it arrived; survives a restart. */
  bound(lane: LaneName): SequenceRange | null {
    return this.#lanes[lane];
  }

  /** To be called before the batches are sent: after a crash they go out under the same id. */
  bind(lane: LaneName, range: SequenceRange): void {
    this.#lanes[lane] = range;
    this.save();
  }

  /** The fate of what a lane sent is known. Written with the next binding. */
  release(lane: LaneName): void {
    this.#lanes[lane] = null;
  }

  /** The batches of a range need not be sent again. */
  settle(range: SequenceRange): void {
    for (let at = this.firstWaiting(range.from); at !== null && at <= range.to;) {
      this.#waitingBatches -= 1;
      this.#waitingBytes -= this.#segmentOf(at)?.sizeOf(at) ?? 0;
      this.#settled.add({ from: at, to: at });
      at = this.firstWaiting(at + 1);
    }
    this.#settled.add(range);
    this.#removeSettledSegments();
  }

  save(isDurable = false): void {
    const cursor: Cursor = {
      source: this.source,
      reserved: this.#reserved,
      settled: [...this.#settled.ranges],
      lanes: this.#lanes,
    };
    this.#cursorFile.write(cursor, isDurable);
  }

  close(): void {
    this.save();
    this.#cursorFile.close();
    for (const segment of this.#segments) segment.close();
    this.#active = null;
    this.#unlock();
  }

  #reserve(until: number): void {
    this.#reserved = until;
    this.save(true);
  }

  #activeSegment(sequence: number): Segment {
    if (this.#active && this.#active.bytes < this.#segmentBytes) return this.#active;
    this.#active?.close();
    this.#active = Segment.create(this.#directory, sequence);
    this.#segments.push(this.#active);
    this.#removeSettledSegments();
    return this.#active;
  }

  #segmentOf(sequence: number): Segment | undefined {
    return this.#segments.find(({ first, last }) => sequence >= first && sequence <= last);
  }

  #countWaiting(segment: Segment): void {
    for (let sequence = segment.first; sequence <= segment.last; sequence += 1) {
      if (this.#settled.has(sequence)) continue;
      this.#waitingBatches += 1;
      this.#waitingBytes += segment.sizeOf(sequence);
    }
  }

  #dropOverflow(): void {
    let bytes = this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
    while (bytes > this.#maxBytes && this.#segments.length > 1) {
      const [oldest] = this.#segments;
      if (!oldest) return;
      bytes -= oldest.bytes;
      const before = this.#waitingBatches;
      this.settle({ from: oldest.first, to: oldest.last });
      this.#droppedBatches += before - this.#waitingBatches;
    }
  }

  #removeSettledSegments(): void {
    for (const segment of [...this.#segments]) {
      const { first, last } = segment;
      const isSettled = this.#settled.countWithin({ from: first, to: last }) === last - first + 1;
      if (segment === this.#active || !isSettled) continue;
      segment.remove();
      this.#segments.splice(this.#segments.indexOf(segment), 1);
    }
    this.#settled.dropBefore(this.#segments[0]?.first ?? this.#next);
  }
}

function recoverSegments(directory: string) {
  return readdirSync(directory)
    .filter((name) => /^\d{16}\.spool$/.test(name))
    .sort()
    .map((name) => Segment.recover(directory, name));
}
