import type { Database, Queries } from '#lib/db/database.ts';
import type { PlaceTags } from '#lib/live/hub.ts';
import type { Alert } from '#lib/model/alert.ts';
import type { Log } from '#lib/services.ts';
import type { Store } from '#lib/store/store.ts';
import type { AlertChange, AlertMessage } from '#lib/wire/alert-messages.ts';
import { urgentThenNewest } from './alert-order.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import type { AlertEngine } from './engine.ts';
import {
  forgetOtherRules,
  pruneHistory,
  readActiveAlerts,
  readRules,
  writeEntry,
} from './ledger.ts';
import { createNews, type News } from './news.ts';
import type { Deliver } from './receivers/delivery.ts';
import type { Change } from './rule-watch.ts';
import { createRuleBook, type RuleBook } from './rule-book.ts';

export interface AlertEngineOptions {
  readonly database: Database;
  /** Asked at start what had been heard before: the silence of a host begins to count then. */
  readonly store: Pick<Store, 'latest'>;
  readonly placeTags: PlaceTags;
  /** Sends to everyone who follows the live topic `alerts`. */
  readonly announce: (message: AlertMessage) => void;
  readonly deliver: Deliver;
  readonly clock: () => number;
  readonly log: Log;
  /** In [0, 1); spreads the tries of receivers that failed together. */
  readonly chance?: () => number;
  /** Throws in a transaction of an engine that another server's has replaced. */
  readonly fence?: (queries: Queries) => Promise<void>;
}

interface Parts extends AlertEngineOptions {
  readonly book: RuleBook;
  readonly news: News;
  readonly dispatcher: Dispatcher;
}

const pruneEveryMs = 3_600_000;
/** More changes than this at once are announced as "read again". */
const maxAnnounced = 200;

/** Opens the engine with the states that were stored: a restart neither forgets nor repeats. */
export async function createAlertEngine(options: AlertEngineOptions): Promise<AlertEngine> {
  const { database, announce, clock, log } = options;
  const changes: AlertChange[] = [];
  const parts = createParts(options, changes);
  const { book, news, dispatcher } = parts;
  await restore(parts);

  let prunedMs = clock();
  const enqueue = inOrder(log);
  const flush = () => enqueue('alerts could not be written', () => writeNews(parts));
  const publish = (): void => {
    announceChanges(changes.splice(0), announce);
    if (news.isUrgent()) void flush();
  };

  return {
    observe(tables, arrival) {
      book.observe(tables, arrival);
      publish();
    },
    tick(nowMs) {
      book.tick(nowMs);
      publish();
      announceValues(book.active(), announce);
      if (!news.isEmpty()) void flush();
      if (nowMs - prunedMs > pruneEveryMs) {
        prunedMs = nowMs;
        void enqueue('history could not be pruned', () => pruneHistory(database.prisma, nowMs));
      }
      dispatcher.tick(nowMs);
    },
    active: () => [...book.active()].sort(urgentThenNewest),
    watching: () => book.watching(),
    async dismiss(ruleId, fingerprint) {
      const isKnown = book.drop(ruleId, fingerprint, clock());
      publish();
      if (isKnown) await flush();
      return isKnown;
    },
    async reload() {
      await enqueue('rules could not be read again', () => reload(parts));
      publish();
      await flush();
      announce({ kind: 'edited' });
    },
    async close() {
      // The newest values go along, so that a wait for `for` can go on after a short restart.
      for (const alert of book.active()) news.refresh(alert);
      await flush();
      await dispatcher.close();
    },
  };
}

function createParts(options: AlertEngineOptions, changes: AlertChange[]): Parts {
  const news = createNews();
  const onChange = (change: Change): void => {
    changes.push({ ...announced(change), transition: news.add(change) });
  };
  const dispatcher = createDispatcher({
    ...options,
    chance: options.chance ?? Math.random,
    onOutcome: () => options.announce({ kind: 'edited' }),
  });
  return { ...options, book: createRuleBook(options.placeTags, onChange), news, dispatcher };
}

/** Runs tasks one at a time; a failure is logged and ends nothing. */
function inOrder(log: Log): (what: string, task: () => Promise<void>) => Promise<void> {
  let work = Promise.resolve();
  return (what, task) => {
    work = work.then(task).catch((error: unknown) => log.error({ err: error }, what));
    return work;
  };
}

async function restore({ database, book, store, clock, log }: Parts): Promise<void> {
  const nowMs = clock();
  const rules = await readRules(database.prisma, log);
  book.replaceRules(rules, nowMs);
  await forgetOtherRules(database.prisma, rules);
  for (const alert of await readActiveAlerts(database.prisma)) book.restore(alert, nowMs);
  await book.expectHeard(store, nowMs, log);
}

async function reload({ database, book, store, dispatcher, clock, log }: Parts): Promise<void> {
  const isNew = book.replaceRules(await readRules(database.prisma, log), clock());
  if (isNew) await book.expectHeard(store, clock(), log);
  dispatcher.wake();
}

async function writeNews(parts: Parts): Promise<void> {
  const { database, book, news, dispatcher, clock, fence = () => Promise.resolve() } = parts;
  if (news.isEmpty()) return;
  const entry = news.take((ruleId) => book.firing(ruleId));
  try {
    await writeEntry(database, entry, clock(), fence);
  } catch (error) {
    news.restore(entry);
    throw error;
  }
  if (entry.news.length > 0) {
    dispatcher.wake();
    dispatcher.tick(clock());
  }
}

function announced({
  rule,
  fingerprint,
  tags,
  labels,
  after,
}: Change): Omit<AlertChange, 'transition'> {
  const alert =
    after.kind === 'inactive' ? null : { rule, fingerprint, tags, labels, state: after };
  return { ruleId: rule.id, fingerprint, alert };
}

function announceChanges(
  changes: readonly AlertChange[],
  announce: AlertEngineOptions['announce'],
): void {
  if (changes.length === 0) return;
  announce(changes.length > maxAnnounced ? { kind: 'edited' } : { kind: 'changed', changes });
}

function announceValues(alerts: readonly Alert[], announce: AlertEngineOptions['announce']): void {
  if (alerts.length === 0) return;
  const values = alerts.slice(0, maxAnnounced).map(({ rule, fingerprint, state }) => ({
    ruleId: rule.id,
    fingerprint,
    value: state.value,
    valueAtMs: state.valueAtMs,
  }));
  announce({ kind: 'values', values });
}
