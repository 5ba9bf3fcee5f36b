import type { Services } from '#lib/services.ts';
import { silentAfterMs } from './judge-gpu.ts';
import { listGpus, type GpuSummary } from './list-gpus.ts';
import { listHosts, type HostSummary } from './list-hosts.ts';

export interface Overview {
  readonly hosts: readonly HostSummary[];
  readonly gpus: readonly GpuSummary[];
  readonly silentHosts: readonly HostSummary[];
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
  const times = [...hosts, ...gpus].map((thing) => thing.timeMs);
  return {
    hosts,
    gpus,
    silentHosts: hosts.filter((host) => nowMs - host.timeMs > silentAfterMs),
    newestMs: times.length === 0 ? null : Math.max(...times),
  };
}
