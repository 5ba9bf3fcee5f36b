import { mkdir, open, readdir, readFile, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { BodyKind } from './victoria-client.ts';

/** A body that the database has acknowledged, as it was sent. */
export interface JournalEntry {
  readonly kind: BodyKind;
  readonly body: Uint8Array;
}

interface Segment {
  readonly file: string;
  /** Which run of the database acknowledged it; null = an earlier process wrote it. */
  run: string | null;
  newestMs: number;
  bytes: number;
  readonly openedMs: number;
}

/** Length and CRC-32 of the body, then a byte for its kind. */
const headerBytes = 9;
const segmentBytes = 8 * 1024 * 1024;
const segmentMs = 5_000;
const kinds: readonly BodyKind[] = ['lines', 'json'];

/**
 * What VictoriaMetrics acknowledged in the last seconds, on a disk of our own: it acknowledges
 * before it persists, so that a crash takes the newest writes with it.
 */
export class Journal {
  readonly #directory: string;
  #segments: Segment[];
  #handle: FileHandle | null = null;
  #next: number;

  private constructor(directory: string, names: readonly string[]) {
    this.#directory = directory;
    this.#segments = names.map((name) => ({
      file: path.join(directory, name),
      run: null,
      newestMs: Number.NEGATIVE_INFINITY,
      bytes: 0,
      openedMs: Number.NEGATIVE_INFINITY,
    }));
    this.#next = Number.parseInt(names.at(-1) ?? '-1', 10) + 1;
  }

  static async open(directory: string): Promise<Journal> {
    await mkdir(directory, { recursive: true });
    const names = await readdir(directory);
    return new Journal(directory, names.filter((name) => name.endsWith('.journal')).sort());
  }

  get segments(): number {
    return this.#segments.length;
  }

  /** Resolves once the entries are on disk. One call at a time. */
  async append(entries: readonly JournalEntry[], run: string, nowMs: number): Promise<void> {
    let segment = this.#segments.at(-1);
    if (!this.#handle || !segment || isFull(segment, run, nowMs)) {
      segment = await this.#begin(run, nowMs);
    }
    const record = Buffer.concat(entries.map(encodeEntry));
    try {
      await this.#handle?.appendFile(record);
      await this.#handle?.datasync();
    } catch (error) {
      // Nothing behind a torn record is ever read: what comes next begins a new segment.
      await this.#end().catch(() => undefined);
      throw error;
    }
    segment.bytes += record.length;
    segment.newestMs = nowMs;
  }

  /** Drops what the present run of the database has had the time to persist. */
  async forget(run: string, untilMs: number): Promise<void> {
    const done = this.#segments.filter(
      (segment) => segment.run === run && segment.newestMs <= untilMs,
    );
    if (done.includes(this.#newest)) await this.#end();
    this.#segments = this.#segments.filter((segment) => !done.includes(segment));
    await Promise.all(done.map(({ file }) => rm(file, { force: true })));
  }

  /** Sends again what another run of the database acknowledged, oldest first. */
  async replay(
    run: string,
    send: (entry: JournalEntry) => Promise<void>,
    nowMs: () => number,
  ): Promise<number> {
    let sent = 0;
    for (const segment of this.#segments.filter((one) => one.run !== run)) {
      if (segment === this.#newest) await this.#end();
      for (const entry of decodeEntries(await readFile(segment.file))) {
        await send(entry);
        sent += 1;
      }
      segment.run = run;
      segment.newestMs = nowMs();
    }
    return sent;
  }

  async close(): Promise<void> {
    await this.#end();
  }

  get #newest(): Segment {
    return this.#segments.at(-1) ?? nothing;
  }

  async #begin(run: string, nowMs: number): Promise<Segment> {
    await this.#end();
    const name = `${String(this.#next).padStart(12, '0')}.journal`;
    this.#next += 1;
    const file = path.join(this.#directory, name);
    this.#handle = await open(file, 'wx', 0o600);
    const segment = { file, run, newestMs: nowMs, bytes: 0, openedMs: nowMs };
    this.#segments.push(segment);
    return segment;
  }

  async #end(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }
}

const nothing: Segment = { file: '', run: null, newestMs: 0, bytes: 0, openedMs: 0 };

function isFull({ run: its, bytes, openedMs }: Segment, run: string, nowMs: number): boolean {
  return its !== run || bytes >= segmentBytes || nowMs - openedMs >= segmentMs;
}

function encodeEntry({ kind, body }: JournalEntry): Buffer {
  const record = Buffer.allocUnsafe(headerBytes + body.length);
  record.writeUInt32LE(body.length, 0);
  record.writeUInt32LE(crc32(body), 4);
  record.writeUInt8(kinds.indexOf(kind), 8);
  record.set(body, headerBytes);
  return record;
}

/** Entries up to the first that is torn: what follows was not acknowledged. */
export function* decodeEntries(segment: Buffer): Generator<JournalEntry> {
  let at = 0;
  while (at + headerBytes <= segment.length) {
    const end = at + headerBytes + segment.readUInt32LE(at);
    const body = segment.subarray(at + headerBytes, end);
    const kind = kinds[segment.readUInt8(at + 8)];
    if (end > segment.length || kind === undefined || crc32(body) !== segment.readUInt32LE(at + 4))
      return;
    yield { kind, body };
    at = end;
  }
}
