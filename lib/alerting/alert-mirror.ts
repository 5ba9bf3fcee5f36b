import type { Database } from '#lib/db/database.ts';
import type { PlaceTags } from '#lib/live/hub.ts';
import type { Alert } from '#lib/model/alert.ts';
import type { Log } from '#lib/services.ts';
import { urgentThenNewest } from './alert-order.ts';
import type { RuleStatus } from './engine.ts';
import { readActiveAlerts, readRules } from './ledger.ts';

/** Alerts as the server that evaluates them has written them, for the pages of another. */
export interface AlertMirror {
  active(): readonly Alert[];
  watching(): readonly RuleStatus[];
  /** What the evaluating server says that its rules watch. */
  noteWatching(statuses: readonly RuleStatus[]): void;
  /** Reads alerts again; one reading at a time. */
  refresh(): Promise<void>;
}

export interface AlertMirrorOptions {
  readonly database: Database;
  readonly placeTags: PlaceTags;
  readonly log: Log;
}

export function createAlertMirror({ database, placeTags, log }: AlertMirrorOptions): AlertMirror {
  let alerts: readonly Omit<Alert, 'labels'>[] = [];
  let statuses: readonly RuleStatus[] = [];

  const read = async (): Promise<void> => {
    const rules = await readRules(database.prisma, log);
    const byId = new Map(rules.map((rule) => [rule.id, rule]));
    const stored = await readActiveAlerts(database.prisma);
    alerts = stored.flatMap(({ ruleId, fingerprint, tags, state }) => {
      const rule = byId.get(ruleId);
      return rule ? [{ rule, fingerprint, tags, state }] : [];
    });
  };

  return {
    active: () =>
      alerts.map((alert) => ({ ...alert, labels: placeTags(alert.tags) })).sort(urgentThenNewest),
    watching: () => statuses,
    noteWatching(next) {
      statuses = next;
    },
    refresh: read,
  };
}
