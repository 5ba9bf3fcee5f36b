import type { Bus } from '#lib/bus/bus.ts';
import type { Leadership } from './leadership.ts';
import type { Member, Members } from './members.ts';

/** This server's place among several. */
export interface Cluster {
  readonly bus: Bus;
  readonly members: Members;
  readonly leadership: Leadership;
}

/** For people: who is there and who leads. */
export interface ClusterReport {
  readonly isBusConnected: boolean;
  readonly members: readonly Member[];
  /** Name of the server that leads; null in the seconds in which none does. */
  readonly leader: string | null;
}

export function reportCluster({ bus, members }: Cluster): ClusterReport {
  return {
    isBusConnected: bus.isConnected,
    members: members.list(),
    leader: members.leader()?.name ?? null,
  };
}
