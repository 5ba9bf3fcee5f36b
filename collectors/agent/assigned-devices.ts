import type { SnmpTarget } from '#lib/model/snmp-target.ts';

/** The devices that the server wants this agent to poll, in memory alone. */
export interface AssignedDevices {
  /** A new list whenever they change. */
  list(): readonly SnmpTarget[];
  /** @returns false where the list is the same: it is said again at every hello */
  replace(targets: readonly SnmpTarget[]): boolean;
  /** Aborted at the next change. */
  nextChange(): AbortSignal;
}

export function createAssignedDevices(): AssignedDevices {
  let targets: readonly SnmpTarget[] = [];
  let next = new AbortController();
  return {
    list: () => targets,
    replace(newest) {
      if (JSON.stringify(newest) === JSON.stringify(targets)) return false;
      targets = newest;
      const changed = next;
      next = new AbortController();
      changed.abort();
      return true;
    },
    nextChange: () => next.signal,
  };
}
