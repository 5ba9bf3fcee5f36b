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
  /**
   * False while samples that other servers took in may not have come here: their silence is then
   * our own deafness and nobody is told of it.
   */
  readonly hearsAll: (nowMs: number) => boolean;
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
  const led = new LedAlertEngine(options);
  const { mirror } = options;
  return {
    observe: (tables, arrival) => led.leading()?.observe(tables, arrival),
    tick: (nowMs) => led.tick(nowMs),
    active: () => led.leading()?.active() ?? mirror.active(),
    watching: () => led.leading()?.watching() ?? mirror.watching(),
    dismiss: (ruleId, fingerprint) => led.dismiss(ruleId, fingerprint),
    async reload() {
      const engine = led.leading();
      if (engine) await engine.reload();
      else options.tellChanged();
    },
    close: () => led.close(),
  };
}

class LedAlertEngine {
  readonly #options: LedAlertEngineOptions;
  #engine: AlertEngine | null = null;
  #work = Promise.resolve();
  #isClosed = false;
  #mirrorDueMs = 0;
  #problem = '';

  constructor(options: LedAlertEngineOptions) {
    this.#options = options;
    options.leadership.onChange((isLeading) => {
      if (!isLeading) void this.#stop();
    });
  }

  /** The engine while this server leads; null before it is open, too. */
  leading(): AlertEngine | null {
    return this.#options.leadership.isLeading ? this.#engine : null;
  }

  tick(nowMs: number): void {
    const { leadership, mirror, hearsAll, tellWatching } = this.#options;
    const engine = this.leading();
    if (engine) {
      if (hearsAll(nowMs)) engine.tick(nowMs);
      tellWatching(engine);
    } else if (leadership.isLeading) {
      void this.#enqueue('the alert engine could not be opened', () => this.#start());
    } else if (nowMs >= this.#mirrorDueMs) {
      this.#mirrorDueMs = nowMs + mirrorMs;
      void this.#enqueue('alerts could not be read', () => mirror.refresh());
    }
  }

  async dismiss(ruleId: string, fingerprint: string): Promise<boolean> {
    const engine = this.leading();
    if (engine) return engine.dismiss(ruleId, fingerprint);
    const isDismissed = await this.#options.askToDismiss(ruleId, fingerprint);
    if (isDismissed !== null) return isDismissed;
    const fact = 'no server evaluates alerts at this moment; try again';
    throw new Refusal('unavailable', `dismiss alert ${fingerprint}: ${fact}`, 5);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#stop();
  }

  async #start(): Promise<void> {
    const { open, leadership } = this.#options;
    const { term } = leadership;
    if (term === null || this.#engine || this.#isClosed) return;
    this.#engine = await open((queries) => checkTerm(queries, term));
  }

  /** At once out of use, so that it cannot be taken for the engine of a later term. */
  #stop(): Promise<void> {
    const stopped = this.#engine;
    this.#engine = null;
    return this.#enqueue('the alert engine did not close', async () => {
      await stopped?.close();
      // One that was being opened when the lead was lost.
      await this.#engine?.close();
      this.#engine = null;
    });
  }

  /** One step after the other; what goes wrong again and again is said once. */
  #enqueue(what: string, step: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(step).then(
      () => {
        this.#problem = '';
      },
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        if (reason !== this.#problem) this.#options.log.error({ err: error }, what);
        this.#problem = reason;
      },
    );
    return this.#work;
  }
}

/** Holds the row until the transaction ends: a new leader waits for it, an old one finds it changed. */
async function checkTerm(queries: Queries, term: bigint): Promise<void> {
  const [row] = await queries.$queryRaw<{ value: string }[]>`
    select value from setting where name = ${termSetting} for share`;
  if (row?.value !== String(term)) throw new Error('write alerts: another server leads now');
}
