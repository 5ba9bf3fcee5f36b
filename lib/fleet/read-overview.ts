import type { Services } from '#lib/services.ts';
import { listGpus, type GpuSummary } from './list-gpus.ts';
import { listHosts, type HostSummary } from './list-hosts.ts';

/** A host or GPU that has said nothing for so long is silent: three missed rounds and some grace. */
export const silentAfterMs = 15_000;

export interface Overview {
  readonly hosts: readonly HostSummary[];
  readonly gpus: readonly GpuSummary[];
  readonly silentHosts: readonly HostSummary[];
  readonly silentGpus: readonly GpuSummary[];
  readonly throttledGpus: readonly GpuSummary[];
  /** Time of the newest sample of all; null before the first. */
  readonly newestMs: number | null;
}

/** The fleet and which part of it is not well. */
export async function readOverview(
  services: Pick<Services, 'hub' | 'store'>,
  nowMs: number,
): Promise<Overview> {
  const [hosts, gpus] = await Promise.all([
    listHosts(services, nowMs),
    listGpus(services, {}, nowMs),
  ]);
  const isSilent = (thing: { readonly timeMs: number }): boolean =>
    nowMs - thing.timeMs > silentAfterMs;
  const times = [...hosts, ...gpus].map((thing) => thing.timeMs);
  return {
    hosts,
    gpus,
    silentHosts: hosts.filter(isSilent),
    silentGpus: gpus.filter(isSilent),
    throttledGpus: gpus.filter((gpu) => !isSilent(gpu) && isThrottled(gpu)),
    newestMs: times.length === 0 ? null : Math.max(...times),
  };
}

/** NVML's bit 0 means idle: a GPU without work is not held down. */
function isThrottled({ throttleReasons }: GpuSummary): boolean {
  return throttleReasons !== null && (throttleReasons & ~1) !== 0;
}
