import { z } from 'zod';
import type { Alert, Rule, Severity } from '#lib/model/alert.ts';
import type { Tags } from '#lib/model/sample.ts';

/** One alert as receivers are told of it. Labels identify it, everything that varies is annotated. */
export const notifiedAlertSchema = z.strictObject({
  fingerprint: z.string(),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  startsAtMs: z.number(),
  /** null while it fires. */
  endsAtMs: z.number().nullable(),
});
export type NotifiedAlert = Readonly<z.infer<typeof notifiedAlertSchema>>;

/** Alerts that are told together: those of one rule. */
export interface NotificationGroup {
  readonly groupKey: string;
  readonly groupLabels: Tags;
  readonly commonLabels: Tags;
  readonly commonAnnotations: Tags;
  readonly status: 'firing' | 'resolved';
  readonly alerts: readonly NotifiedAlert[];
  readonly truncatedAlerts: number;
}

/** Alerts in one notification; the rest is counted as truncated. */
export const maxNotifiedAlerts = 500;
/** Alerts that wait for one receiver under one rule. */
const maxWaitingAlerts = 2000;

/** Information is for the log: it is shown and kept, and sent to nobody. */
export function isNotified(severity: Severity): boolean {
  return severity !== 'info';
}

export function notifiedAlert(alert: Alert, endsAtMs: number | null): NotifiedAlert {
  const { rule, state } = alert;
  return {
    fingerprint: alert.fingerprint,
    labels: alertLabels(rule, alert.labels),
    annotations: annotations(alert),
    startsAtMs: state.sinceMs,
    endsAtMs,
  };
}

/** The newer news of each alert wins; what ended and was not told yet stays. */
export function mergeAlerts(
  waiting: readonly NotifiedAlert[],
  newer: readonly NotifiedAlert[],
): NotifiedAlert[] {
  const merged = new Map([...waiting, ...newer].map((alert) => [alert.fingerprint, alert]));
  return [...merged.values()].sort(firingThenNewest).slice(0, maxWaitingAlerts);
}

/** @param alerts of one rule, at least one */
export function groupAlerts(alerts: readonly NotifiedAlert[]): NotificationGroup {
  const sorted = [...alerts].sort(firingThenNewest);
  const kept = sorted.slice(0, maxNotifiedAlerts);
  const commonLabels = common(alerts.map(({ labels }) => labels));
  const groupLabels = pick(commonLabels, ['alertname', 'rule_id']);
  return {
    groupKey: `{}:${formatLabels(groupLabels)}`,
    groupLabels,
    commonLabels,
    commonAnnotations: common(alerts.map(({ annotations }) => annotations)),
    status: alerts.some(({ endsAtMs }) => endsAtMs === null) ? 'firing' : 'resolved',
    alerts: kept,
    truncatedAlerts: sorted.length - kept.length,
  };
}

function alertLabels(rule: Rule, labels: Tags): Record<string, string> {
  const own = Object.entries(labels).map(([name, value]) => [labelName(name), value] as const);
  return {
    ...Object.fromEntries(own.filter(([, value]) => value !== '')),
    alertname: rule.name,
    rule_id: rule.id,
    severity: rule.severity,
  };
}

/** Alertmanager and its receivers accept [a-zA-Z_][a-zA-Z0-9_]* only. */
function labelName(tag: string): string {
  return tag.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_');
}

function annotations({ rule, labels, state }: Alert): Record<string, string> {
  const where = labels['host'] ?? labels['device'];
  const summary = rule.summary || (where ? `${rule.name} on ${where}` : rule.name);
  const annotated = {
    summary,
    description: describe(rule, state.value),
    runbook_url: rule.runbookUrl,
    value: String(state.value),
    threshold: String(rule.kind === 'absence' ? rule.forSeconds : rule.threshold),
  };
  return Object.fromEntries(Object.entries(annotated).filter(([, text]) => text !== ''));
}

function describe(rule: Rule, value: number): string {
  const what = `${rule.measurement} ${rule.field}`;
  if (rule.kind === 'absence') return `no ${what} for ${value} s`;
  return `${what} is ${value}, ${rule.comparison} ${rule.threshold}`;
}

function firingThenNewest(a: NotifiedAlert, b: NotifiedAlert): number {
  const isFiring = Number(b.endsAtMs === null) - Number(a.endsAtMs === null);
  return isFiring || b.startsAtMs - a.startsAtMs;
}

/** What all of them say alike. */
function common(all: readonly Tags[]): Tags {
  const [first = {}, ...others] = all;
  const shared = Object.entries(first).filter(([name, value]) =>
    others.every((other) => other[name] === value),
  );
  return Object.fromEntries(shared);
}

function pick(labels: Tags, names: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => names.includes(name)));
}

function formatLabels(labels: Tags): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}}`;
}
