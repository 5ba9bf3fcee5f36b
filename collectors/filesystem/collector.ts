import path from 'node:path';
import type { FieldValue } from '#lib/model/sample.ts';
import {
  defineCollector,
  type Collector,
  type CollectorContext,
  type ProbeResult,
  type SampleSink,
} from '../collector.ts';
import { float, integer, present } from '../fields.ts';
import { KernelFile } from '../kernel-file.ts';
import { configSchema, type FilesystemConfig } from './config.ts';
import { metrics } from './metrics.ts';
import { parseMounts, type Mount } from './mounts.ts';
import { askRemoteSpace, readLocalSpace, type Space } from './space.ts';

export const filesystemCollector = defineCollector({
  name: 'filesystem',
  metrics,
  configSchema,
  create: createFilesystemCollector,
});

function createFilesystemCollector(config: FilesystemConfig, context: CollectorContext): Collector {
  const { host, rootfs } = context;
  const mountinfo = openMountinfo(rootfs);
  /** Remote mounts whose last question still waits in the kernel. */
  const unanswered = new Set<string>();

  const ask = async (mount: Mount, signal: AbortSignal): Promise<Space | null> => {
    const place = path.join(rootfs, mount.point);
    if (!mount.remote) return readLocalSpace(place);
    if (unanswered.has(mount.point)) return null;
    unanswered.add(mount.point);
    const { answer, ended } = askRemoteSpace(place, soon(signal));
    void ended.then(() => unanswered.delete(mount.point));
    return answer;
  };

  const soon = (signal: AbortSignal) =>
    AbortSignal.any([signal, AbortSignal.timeout(config.timeoutMs)]);

  const gatherOne = async (mount: Mount, sink: SampleSink, signal: AbortSignal) => {
    const { point, type, readOnly } = mount;
    try {
      const space = await ask(mount, signal);
      if (signal.aborted) return;
      const fields = { ...spaceFields(space), read_only: integer(readOnly ? 1 : 0) };
      sink.point('host_filesystem', { host, mount: point, type }, present(fields));
    } catch (error) {
      sink.fault(`file system ${point}`, error);
    }
  };

  return {
    name: 'filesystem',
    intervalMs: config.intervalMs,
    deadlineMs: config.timeoutMs + 1000,
    metrics,
    probe: () => Promise.resolve(probe(mountinfo)),
    gather: async (sink, signal) => {
      if (signal.aborted) return;
      const mounts = parseMounts(mountinfo.read() ?? '', config.exclude);
      await Promise.all(mounts.map((mount) => gatherOne(mount, sink, signal)));
    },
    close: () => {
      mountinfo.close();
      return Promise.resolve();
    },
  };
}

/** In a container the mounts of process 1 under the prefix are those of the host. */
function openMountinfo(rootfs: string): KernelFile {
  const ofInit = new KernelFile(path.join(rootfs, 'proc/1/mountinfo'));
  const isReadable = ofInit.read() !== null;
  if (isReadable) return ofInit;
  return new KernelFile(path.join(rootfs, 'proc/self/mountinfo'));
}

function probe(mountinfo: KernelFile): ProbeResult {
  if (mountinfo.read() !== null) return { supported: true };
  return { supported: false, reason: `read ${mountinfo.path}: ${mountinfo.failure ?? 'empty'}` };
}

function spaceFields(space: Space | null): Record<string, FieldValue | undefined> {
  if (!space) return { answering: integer(0) };
  const used = space.size - space.free;
  return {
    answering: integer(1),
    size_bytes: integer(space.size),
    used_bytes: integer(used),
    available_bytes: integer(space.available),
    used_ratio: ratio(used, used + space.available),
    inodes_used_ratio: ratio(space.inodes - space.inodesFree, space.inodes),
  };
}

/** Absent for a whole of zero: btrfs and others make inodes on demand and count none. */
function ratio(part: bigint, whole: bigint) {
  return whole > 0n ? float(Number(part) / Number(whole)) : undefined;
}
