import type { Services } from '#lib/services.ts';
import { listFilesystems } from './list-storage.ts';
import { listGpus } from './list-gpus.ts';
import type { HostSummary } from './list-hosts.ts';
import { listInterfaces, type InterfaceSummary } from './list-interfaces.ts';

/** A host with the sums of what hangs on it. */
export interface MachineFacts extends HostSummary {
  readonly receiveBitsPerSecond: number | null;
  readonly transmitBitsPerSecond: number | null;
  readonly interfaces: number;
  readonly fullestMount: string | null;
  readonly fullestRatio: number | null;
  readonly gpus: number;
}

export async function readMachineFacts(
  services: Pick<Services, 'hub' | 'store'>,
  host: HostSummary,
  nowMs: number,
): Promise<MachineFacts> {
  const match = { host: [host.host] };
  const [interfaces, filesystems, gpus] = await Promise.all([
    listInterfaces(services, match, nowMs),
    listFilesystems(services, host.host, nowMs),
    listGpus(services, match, nowMs),
  ]);
  const [fullest] = filesystems;
  return {
    ...host,
    receiveBitsPerSecond: sum(interfaces, (each) => each.receiveBitsPerSecond),
    transmitBitsPerSecond: sum(interfaces, (each) => each.transmitBitsPerSecond),
    interfaces: interfaces.length,
    fullestMount: fullest?.mount ?? null,
    fullestRatio: fullest?.usedRatio ?? null,
    gpus: gpus.length,
  };
}

function sum(
  interfaces: readonly InterfaceSummary[],
  value: (each: InterfaceSummary) => number | null,
): number | null {
  const known = interfaces.map(value).filter((each) => each !== null);
  return known.length === 0 ? null : known.reduce((total, each) => total + each, 0);
}
