import { existsSync } from 'node:fs';
import path from 'node:path';
import type { FieldValue } from '#lib/model/sample.ts';
import { float, integer } from '../fields.ts';
import { KernelFile } from '../kernel-file.ts';
import type { HostConfig } from './config.ts';

/** Counters of one disk: times in milliseconds, sizes in bytes. */
interface DiskCounters {
  readonly reads: number;
  readonly readBytes: bigint;
  readonly readMs: number;
  readonly writes: number;
  readonly writeBytes: bigint;
  readonly writeMs: number;
  readonly inFlight: number;
  readonly busyMs: number;
}

interface Reading {
  readonly atMs: number;
  readonly disks: ReadonlyMap<string, DiskCounters>;
}

export interface DiskSample {
  readonly disk: string;
  readonly fields: Record<string, FieldValue | undefined>;
}

/** A sector of /proc/diskstats is 512 bytes whatever the disk's own block size. */
const sectorBytes = 512n;

export class DiskReader {
  readonly #rootfs: string;
  readonly #scope: HostConfig['disks'];
  readonly #monotonicMs: () => number;
  readonly #diskstats: KernelFile;
  readonly #wanted = new Map<string, boolean>();
  #before: Reading | null = null;

  constructor(rootfs: string, scope: HostConfig['disks'], monotonicMs: () => number) {
    this.#rootfs = rootfs;
    this.#scope = scope;
    this.#monotonicMs = monotonicMs;
    this.#diskstats = new KernelFile(path.join(rootfs, 'proc/diskstats'));
  }

  read(): DiskSample[] {
    const before = this.#before;
    const now = { atMs: this.#monotonicMs(), disks: this.#readCounters() };
    this.#before = now;
    const elapsedMs = before ? now.atMs - before.atMs : 0;
    return [...now.disks].map(([disk, counters]) => ({
      disk,
      fields: { ...totals(counters), ...changes(before?.disks.get(disk), counters, elapsedMs) },
    }));
  }

  close(): void {
    this.#diskstats.close();
  }

  #readCounters(): Map<string, DiskCounters> {
    const found = new Map<string, DiskCounters>();
    for (const line of (this.#diskstats.read() ?? '').split('\n')) {
      const columns = line.trim().split(/\s+/);
      const name = columns[2];
      if (name !== undefined && this.#isWanted(name)) found.set(name, parseCounters(columns));
    }
    return found;
  }

  /** Whole disks stand in /sys/block; what has hardware behind it has a `device` there. */
  #isWanted(name: string): boolean {
    const known = this.#wanted.get(name);
    if (known !== undefined) return known;
    const directory = path.join(this.#rootfs, 'sys/block', name.replaceAll('/', '!'));
    const wanted =
      !/^(loop|ram|zram|fd|sr)\d+$/.test(name) &&
      existsSync(this.#scope === 'all' ? directory : path.join(directory, 'device'));
    this.#wanted.set(name, wanted);
    return wanted;
  }
}

/** Columns as in the kernel's Documentation/admin-guide/iostats.rst, after major, minor, name. */
function parseCounters(columns: readonly string[]): DiskCounters {
  const number = (index: number) => Number(columns[index] ?? Number.NaN);
  return {
    reads: number(3),
    readBytes: BigInt(columns[5] ?? 0) * sectorBytes,
    readMs: number(6),
    writes: number(7),
    writeBytes: BigInt(columns[9] ?? 0) * sectorBytes,
    writeMs: number(10),
    inFlight: number(11),
    busyMs: number(12),
  };
}

function totals(counters: DiskCounters) {
  return {
    read_bytes_total: integer(counters.readBytes),
    write_bytes_total: integer(counters.writeBytes),
    read_operations_total: integer(counters.reads),
    write_operations_total: integer(counters.writes),
    read_seconds_total: float(counters.readMs / 1000),
    write_seconds_total: float(counters.writeMs / 1000),
    busy_seconds_total: float(counters.busyMs / 1000),
    operations_in_flight: integer(counters.inFlight),
  };
}

/** Latency is absent while there is no operation to measure. */
function changes(before: DiskCounters | undefined, now: DiskCounters, elapsedMs: number) {
  if (!before || elapsedMs <= 0) return {};
  return {
    read_latency_seconds: latency(now.readMs - before.readMs, now.reads - before.reads),
    write_latency_seconds: latency(now.writeMs - before.writeMs, now.writes - before.writes),
    busy_ratio: float(Math.min(1, Math.max(0, (now.busyMs - before.busyMs) / elapsedMs))),
  };
}

function latency(spentMs: number, operations: number) {
  return operations > 0 && spentMs >= 0 ? float(spentMs / operations / 1000) : undefined;
}
