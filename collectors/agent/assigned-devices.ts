import type { SnmpTarget } from '#lib/model/snmp-target.ts';

/** The devices that the server wants this agent to poll, in memory alone. */
export interface AssignedDevices {
  /** A new list whenever they change. */
  list(): readonly SnmpTarget[];
  replace(targets: readonly SnmpTarget[]): void;
}

export function createAssignedDevices(): AssignedDevices {
  let targets: readonly SnmpTarget[] = [];
  return {
    list: () => targets,
    replace(newest) {
      targets = newest;
    },
  };
}
