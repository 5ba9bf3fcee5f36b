import type { SnmpTarget } from '#lib/model/snmp-target.ts';

/** The devices that the server wants this agent to poll, in memory alone. */
export interface AssignedDevices {
  /** A new list whenever they change. */
  list(): readonly SnmpTarget[];
  replace(targets: readonly SnmpTarget[]): void;
  /** Aborted at the next change. */
  nextChange(): AbortSignal;
}

export function createAssignedDevices(): AssignedDevices {
  let targets: readonly SnmpTarget[] = [];
  let next = new AbortController();
  return {
    list: () => targets,
    replace(newest) {
      // Said again at every hello: what is the same is no change.
      if (JSON.stringify(newest) === JSON.stringify(targets)) return;
      targets = newest;
      const changed = next;
      next = new AbortController();
      changed.abort();
    },
    nextChange: () => next.signal,
  };
}
