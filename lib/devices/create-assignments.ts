import type { Database } from '#lib/db/database.ts';
import type { AgentDirectory } from '#lib/live/agent-directory.ts';
import type { SnmpTarget } from '#lib/model/snmp-target.ts';
import type { Log } from '#lib/services.ts';
import { mostTargets } from '#lib/wire/device-messages.ts';
import type { CredentialVault } from './credential-vault.ts';
import type { Assignments } from './assignments.ts';

export interface AssignmentsOptions {
  readonly database: Database;
  readonly agents: AgentDirectory;
  readonly vault: CredentialVault;
  readonly log: Log;
  /** Leaves it to the server at which the agent's channel ends, which reads the secrets itself. */
  readonly leaveToOthers?: (host: string) => void;
}

export function createAssignments(options: AssignmentsOptions): Assignments {
  const { agents, log } = options;
  // One after the other for a host: an older list must not replace a newer one.
  const sending = new Map<string, Promise<void>>();
  const sendNow = async (host: string) => {
    if (!agents.isHere(host)) {
      options.leaveToOthers?.(host);
      return;
    }
    const targets = await readTargets(options, host);
    await agents.send(host, { type: 'snmp-targets', targets });
  };
  return {
    send(host) {
      const before = sending.get(host) ?? Promise.resolve();
      const now = before
        .then(() => sendNow(host))
        .catch((error: unknown) => {
          log.error({ err: error, host }, 'an agent could not be told its devices');
        })
        .finally(() => {
          if (sending.get(host) === now) sending.delete(host);
        });
      sending.set(host, now);
      return now;
    },
  };
}

/** Those whose credentials can be read; the others are said in the log. */
async function readTargets(
  { database, vault, log }: AssignmentsOptions,
  host: string,
): Promise<SnmpTarget[]> {
  const rows = await database.prisma.device.findMany({
    where: { polledBy: host },
    orderBy: { name: 'asc' },
    take: mostTargets,
  });
  return rows.flatMap((row) => {
    const opened = vault.open(row);
    if (opened.kind === 'shut') {
      log.error({ device: row.name }, opened.problem);
      return [];
    }
    const { name, address, port, intervalSeconds, profile } = row;
    const target = { name, address, port, intervalSeconds, credentials: opened.credentials };
    return [profile === null ? target : { ...target, profile }];
  });
}
