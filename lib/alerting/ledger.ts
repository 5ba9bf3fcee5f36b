import { z } from 'zod';
import type { Database, Queries } from '#lib/db/database.ts';
import type { Prisma, Receiver as ReceiverRow } from '#lib/db/generated/client.ts';
import type { ActiveState, AlertState, AlertTransition, Rule } from '#lib/model/alert.ts';
import type { Tags } from '#lib/model/sample.ts';
import type { Log } from '#lib/services.ts';
import { mergeAlerts, notifiedAlertSchema, type NotifiedAlert } from './group.ts';
import { ruleFromRow } from './rules/rule-row.ts';

export interface StoredAlert {
  readonly ruleId: string;
  readonly fingerprint: string;
  readonly tags: Tags;
  readonly state: ActiveState;
}

/** What changed since the last write. It becomes durable as a whole or not at all. */
export interface Entry {
  /** Newest state of each alert that took a step. */
  readonly states: readonly (Omit<StoredAlert, 'state'> & { readonly state: AlertState })[];
  readonly history: readonly AlertTransition[];
  readonly news: readonly { readonly ruleId: string; readonly alerts: readonly NotifiedAlert[] }[];
}

const keepHistoryMs = 400 * 86_400_000;
const tagsSchema = z.record(z.string(), z.string());

/** Enabled rules; one that cannot be read is left out and logged, the others still watch. */
export async function readRules(queries: Queries, log: Log): Promise<Rule[]> {
  const rows = await queries.rule.findMany({ where: { enabled: true }, orderBy: { name: 'asc' } });
  return rows.flatMap((row) => {
    try {
      return [ruleFromRow(row)];
    } catch (error) {
      log.error({ rule: row.id, err: error }, 'an alert rule is not understood');
      return [];
    }
  });
}

export async function readActiveAlerts(queries: Queries): Promise<StoredAlert[]> {
  const rows = await queries.activeAlert.findMany();
  return rows.map((row) => ({
    ruleId: row.ruleId,
    fingerprint: row.fingerprint,
    tags: tagsSchema.parse(row.tags),
    state: {
      kind: row.state === 'firing' ? 'firing' : 'pending',
      sinceMs: row.since.getTime(),
      value: row.value,
      valueAtMs: row.valueAt.getTime(),
    },
  }));
}

/** Alerts of rules that were removed while nobody held them. */
export async function forgetOtherRules(queries: Queries, rules: readonly Rule[]): Promise<void> {
  const ids = rules.map(({ id }) => id);
  await queries.activeAlert.deleteMany({ where: { ruleId: { notIn: ids } } });
}

/**
 * Writes states, history and what receivers must be told in one transaction: nobody is told of
 * what a crash could make us forget, and nothing is told twice because of a restart.
 *
 * @param fence throws when another server has taken over: then nothing is written
 */
export async function writeEntry(
  database: Database,
  entry: Entry,
  nowMs: number,
  fence: (queries: Queries) => Promise<void>,
): Promise<void> {
  await database.prisma.$transaction(
    async (queries) => {
      await fence(queries);
      await writeStates(queries, entry.states);
      await queries.alertHistory.createMany({ data: entry.history.map(historyRow) });
      await writeNews(queries, entry.news, nowMs);
    },
    { timeout: 30_000 },
  );
}

export async function pruneHistory(queries: Queries, nowMs: number): Promise<void> {
  const before = new Date(nowMs - keepHistoryMs);
  await queries.alertHistory.deleteMany({ where: { at: { lt: before } } });
}

async function writeStates(queries: Queries, states: Entry['states']): Promise<void> {
  for (const ruleId of new Set(states.map((state) => state.ruleId))) {
    const changed = states.filter((state) => state.ruleId === ruleId);
    const fingerprint = { in: changed.map((state) => state.fingerprint) };
    await queries.activeAlert.deleteMany({ where: { ruleId, fingerprint } });
  }
  await queries.activeAlert.createMany({ data: states.flatMap(activeRow) });
}

function activeRow({ ruleId, fingerprint, tags, state }: Entry['states'][number]) {
  if (state.kind === 'inactive') return [];
  const since = new Date(state.sinceMs);
  const valueAt = new Date(state.valueAtMs);
  return [{ ruleId, fingerprint, tags, state: state.kind, since, value: state.value, valueAt }];
}

function historyRow({ atMs, ...transition }: AlertTransition): Prisma.AlertHistoryCreateManyInput {
  return { ...transition, at: new Date(atMs) };
}

async function writeNews(queries: Queries, news: Entry['news'], nowMs: number): Promise<void> {
  if (news.length === 0) return;
  const receivers = await queries.receiver.findMany({ where: { enabled: true } });
  for (const { ruleId, alerts } of news) {
    for (const receiver of receivers) await queue(queries, receiver, ruleId, alerts, nowMs);
  }
}

async function queue(
  queries: Queries,
  receiver: ReceiverRow,
  ruleId: string,
  alerts: readonly NotifiedAlert[],
  nowMs: number,
): Promise<void> {
  const where = { receiverId_ruleId: { receiverId: receiver.id, ruleId } };
  const waiting = await queries.notification.findUnique({ where });
  const merged = mergeAlerts(waiting ? readAlerts(waiting.alerts) : [], alerts);
  const told = receiver.sendResolved ? merged : merged.filter((alert) => alert.endsAtMs === null);
  if (told.length === 0) {
    await queries.notification.deleteMany({ where: { receiverId: receiver.id, ruleId } });
  } else if (waiting) {
    const data = { alerts: told, revision: { increment: 1 } };
    await queries.notification.update({ where, data });
  } else {
    const at = new Date(nowMs);
    const data = { receiverId: receiver.id, ruleId, alerts: told, createdAt: at, dueAt: at };
    await queries.notification.create({ data });
  }
}

export function readAlerts(stored: Prisma.JsonValue): NotifiedAlert[] {
  return z.array(notifiedAlertSchema).parse(stored);
}
