import type { AlertMirror } from '#lib/alerting/alert-mirror.ts';
import type { AlertEngine } from '#lib/alerting/engine.ts';
import type { Queries } from '#lib/db/database.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Log } from '#lib/services.ts';
import type { Leadership } from './leadership.ts';
import { termSetting } from './open-leadership.ts';

export type Fence = (queries: Queries) => Promise<void>;

export interface LedAlertEngineOptions {
  /** Opens the engine with what is stored; it writes only while the fence lets it. */
  readonly open: (fence: Fence) => Promise<AlertEngine>;
  readonly leadership: Leadership;
  readonly mirror: AlertMirror;
  /** Has the leader end an alert; null while nobody leads or it does not answer. */
  readonly askToDismiss: (ruleId: string, fingerprint: string) => Promise<boolean | null>;
  /** Has the leader read rules and receivers again. */
  readonly tellChanged: () => void;
  /** Tells the others what the rules watch. */
  readonly tellWatching: (engine: AlertEngine) => void;
  readonly log: Log;
}

const mirrorMs = 2_000;

/**
 * The alert engine of a server among several: the leader's is opened when it begins to lead, with
 * the states that the one before has written; on the others it shows what the leader writes.
 */
export function createLedAlertEngine(options: LedAlertEngineOptions): AlertEngine {
  const { open, leadership, mirror, log } = options;
  let engine: AlertEngine | null = null;
  let work = Promise.resolve();
  let isClosed = false;
  let mirrorDueMs = 0;
  let problem = '';

  const leading = (): AlertEngine | null => (leadership.isLeading ? engine : null);
  const start = async (): Promise<void> => {
    const { term } = leadership;
    if (term === null || engine || isClosed) return;
    engine = await open((queries) => checkTerm(queries, term));
  };
  /** At once out of use, so that it cannot be taken for the engine of a later term. */
  const stop = (): Promise<void> => {
    const stopped = engine;
    engine = null;
    return enqueue('the alert engine did not close', async () => {
      await stopped?.close();
      // One that was being opened when the lead was lost.
      await engine?.close();
      engine = null;
    });
  };
  const enqueue = (what: string, step: () => Promise<void>): Promise<void> => {
    work = work.then(step).then(
      () => {
        problem = '';
      },
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        if (reason !== problem) log.error({ err: error }, what);
        problem = reason;
      },
    );
    return work;
  };
  leadership.onChange((isLeading) => {
    if (!isLeading) void stop();
  });

  return {
    observe: (tables, arrival) => leading()?.observe(tables, arrival),
    tick(nowMs) {
      const current = leading();
      if (current) {
        current.tick(nowMs);
        options.tellWatching(current);
      } else if (leadership.isLeading) {
        void enqueue('the alert engine could not be opened', start);
      } else if (nowMs >= mirrorDueMs) {
        mirrorDueMs = nowMs + mirrorMs;
        void enqueue('alerts could not be read', () => mirror.refresh());
      }
    },
    active: () => leading()?.active() ?? mirror.active(),
    watching: () => leading()?.watching() ?? mirror.watching(),
    async dismiss(ruleId, fingerprint) {
      const current = leading();
      if (current) return current.dismiss(ruleId, fingerprint);
      const isDismissed = await options.askToDismiss(ruleId, fingerprint);
      if (isDismissed !== null) return isDismissed;
      const fact = 'no server evaluates alerts at this moment; try again';
      throw new Refusal('unavailable', `dismiss alert ${fingerprint}: ${fact}`, 5);
    },
    async reload() {
      const current = leading();
      if (current) await current.reload();
      else options.tellChanged();
    },
    async close() {
      isClosed = true;
      await stop();
    },
  };
}

/** Holds the row until the transaction ends: a new leader waits for it, an old one finds it changed. */
async function checkTerm(queries: Queries, term: bigint): Promise<void> {
  const [row] = await queries.$queryRaw<{ value: string }[]>`
    select value from setting where name = ${termSetting} for share`;
  if (row?.value !== String(term)) throw new Error('write alerts: another server leads now');
}
