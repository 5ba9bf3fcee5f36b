import type { Services } from '#lib/services.ts';
import { readNewest } from './read-newest.ts';

export interface DiskSummary {
  readonly disk: string;
  readonly timeMs: number;
  readonly readBytesPerSecond: number | null;
  readonly writeBytesPerSecond: number | null;
  readonly readLatencySeconds: number | null;
  readonly writeLatencySeconds: number | null;
  readonly busyRatio: number | null;
}

export interface FilesystemSummary {
  readonly mount: string;
  readonly type: string;
  readonly timeMs: number;
  readonly usedBytes: number | null;
  readonly sizeBytes: number | null;
  readonly usedRatio: number | null;
  readonly readOnly: boolean;
  /** False when it did not answer in time, as a lost NFS server. */
  readonly answering: boolean;
}

/** Block devices of a host, the busiest first. */
export async function listDisks(
  services: Pick<Services, 'hub' | 'store'>,
  host: string,
  nowMs: number,
): Promise<DiskSummary[]> {
  const fields = [
    'rate(read_bytes_total)',
    'rate(write_bytes_total)',
    'read_latency_seconds',
    'write_latency_seconds',
    'busy_ratio',
  ];
  const readings = await readNewest(services, 'host_disk', fields, { host: [host] }, nowMs);
  return readings
    .map(({ tags, timeMs, values }) => ({
      disk: tags['disk'] ?? '',
      timeMs,
      readBytesPerSecond: values['rate(read_bytes_total)'] ?? null,
      writeBytesPerSecond: values['rate(write_bytes_total)'] ?? null,
      readLatencySeconds: values['read_latency_seconds'] ?? null,
      writeLatencySeconds: values['write_latency_seconds'] ?? null,
      busyRatio: values['busy_ratio'] ?? null,
    }))
    .sort((a, b) => (b.busyRatio ?? -1) - (a.busyRatio ?? -1) || a.disk.localeCompare(b.disk));
}

/** Mounted file systems of a host, the fullest first. */
export async function listFilesystems(
  services: Pick<Services, 'hub' | 'store'>,
  host: string,
  nowMs: number,
): Promise<FilesystemSummary[]> {
  const fields = ['used_bytes', 'size_bytes', 'used_ratio', 'read_only', 'answering'];
  const readings = await readNewest(services, 'host_filesystem', fields, { host: [host] }, nowMs);
  return readings
    .map(({ tags, timeMs, values }) => ({
      mount: tags['mount'] ?? '',
      type: tags['type'] ?? '',
      timeMs,
      usedBytes: values['used_bytes'] ?? null,
      sizeBytes: values['size_bytes'] ?? null,
      usedRatio: values['used_ratio'] ?? null,
      readOnly: values['read_only'] === 1,
      answering: values['answering'] !== 0,
    }))
    .sort((a, b) => (b.usedRatio ?? -1) - (a.usedRatio ?? -1));
}
