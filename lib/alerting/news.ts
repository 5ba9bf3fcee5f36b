import { randomUUID } from 'node:crypto';
import type { Alert, AlertTransition } from '#lib/model/alert.ts';
import { isTold } from './alert-state.ts';
import { isNotified, notifiedAlert, type NotifiedAlert } from './group.ts';
import type { Entry } from './ledger.ts';
import type { Change } from './rule-watch.ts';

/** Steps that were taken and not written yet. */
export interface News {
  add(change: Change): AlertTransition | null;
  /** Has the newest value of an alert written, too. */
  refresh(alert: Alert): void;
  isEmpty(): boolean;
  /** True when people must hear of something in here. */
  isUrgent(): boolean;
  /** Takes all of it; `firing` are the alerts of a rule that fire now. */
  take(firing: (ruleId: string) => readonly Alert[]): Entry;
  /** Puts back what could not be written, behind what came since. */
  restore(entry: Entry): void;
}

/** History that waits for a database that is away; what is older is dropped. */
const maxWaitingHistory = 20_000;

type StateOfAlert = Entry['states'][number];

export function createNews(): News {
  let states = new Map<string, StateOfAlert>();
  let history: AlertTransition[] = [];
  let ended = new Map<string, NotifiedAlert[]>();

  return {
    add(change) {
      const { rule, fingerprint, tags, after } = change;
      keep(states, { ruleId: rule.id, fingerprint, tags, state: after });
      if (!isTold(change.transition)) return null;
      const transition = historyOf(change);
      history.push(transition);
      if (history.length > maxWaitingHistory) history.shift();
      if (!isNotified(rule.severity)) return transition;
      const resolved = resolvedAlert(change);
      const ofRule = ended.get(rule.id) ?? [];
      if (resolved) ofRule.push(resolved);
      ended.set(rule.id, ofRule);
      return transition;
    },
    refresh({ rule, fingerprint, tags, state }) {
      keep(states, { ruleId: rule.id, fingerprint, tags, state });
    },
    isEmpty: () => states.size === 0,
    isUrgent: () => history.length > 0,
    take(firing) {
      const news = [...ended].map(([ruleId, resolved]) => {
        const now = firing(ruleId).map((alert) => notifiedAlert(alert, null));
        return { ruleId, alerts: [...resolved, ...now] };
      });
      const entry = { states: [...states.values()], history, news };
      states = new Map();
      history = [];
      ended = new Map();
      return entry;
    },
    restore(entry) {
      const merged = new Map<string, StateOfAlert>();
      for (const state of [...entry.states, ...states.values()]) keep(merged, state);
      states = merged;
      history = [...entry.history, ...history].slice(-maxWaitingHistory);
      for (const { ruleId, alerts } of entry.news) {
        const resolved = alerts.filter(({ endsAtMs }) => endsAtMs !== null);
        ended.set(ruleId, [...resolved, ...(ended.get(ruleId) ?? [])]);
      }
    },
  };
}

function keep(states: Map<string, StateOfAlert>, state: StateOfAlert): void {
  states.set(`${state.ruleId} ${state.fingerprint}`, state);
}

function historyOf({ rule, fingerprint, labels, transition }: Change): AlertTransition {
  const { from, to, atMs, value } = transition;
  const { id: ruleId, name: ruleName, severity } = rule;
  return {
    id: randomUUID(),
    atMs,
    ruleId,
    ruleName,
    severity,
    fingerprint,
    labels,
    from,
    to,
    value,
  };
}

function resolvedAlert(change: Change): NotifiedAlert | null {
  const { rule, fingerprint, tags, labels, before, after, transition } = change;
  if (before.kind !== 'firing' || after.kind !== 'inactive') return null;
  const value = transition.value ?? before.value;
  return notifiedAlert(
    { rule, fingerprint, tags, labels, state: { ...before, value } },
    transition.atMs,
  );
}
