import type { Neighbour } from '#lib/model/device-report.ts';

/** `gpu-node-07 › ens1f0`: who is at the other end, by the best name there is. */
export function neighbourText(neighbour: Neighbour | null): string | null {
  if (!neighbour) return null;
  const { end, remoteSystem, remotePort, remoteChassis } = neighbour;
  const parts = [end?.name ?? remoteSystem ?? remoteChassis, end?.interface ?? remotePort];
  return parts.filter((part) => part !== null).join(' › ');
}
