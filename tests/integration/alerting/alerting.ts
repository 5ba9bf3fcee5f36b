import { rmSync } from 'node:fs';
import path from 'node:path';
import { createAlertEngine } from '#lib/alerting/create-alert-engine.ts';
import type { AlertEngine } from '#lib/alerting/engine.ts';
import { alertmanagerWebhook } from '#lib/alerting/receivers/alertmanager-webhook/send.ts';
import { createDefaultRules } from '#lib/alerting/rules/default-rules.ts';
import type { Database } from '#lib/db/database.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { ruleInputSchema, type RuleInput } from '#lib/model/alert.ts';
import type { Principal } from '#lib/model/identity.ts';
import type { Tags } from '#lib/model/sample.ts';
import type { Log } from '#lib/services.ts';
import { openDuckDbStore } from '#lib/store/duckdb/open-duckdb-store.ts';
import type { SampleValue, Store } from '#lib/store/store.ts';
import type { AlertMessage } from '#lib/wire/alert-messages.ts';
import { temporaryDirectory } from '#tests/simulator/process.ts';
import { tableOf } from '#tests/live/table.ts';

export const operator: Principal = { kind: 'user', id: 'u1', name: 'Olga', role: 'operator' };
export const admin: Principal = { kind: 'user', id: 'u2', name: 'Ada', role: 'admin' };
export const viewer: Principal = { kind: 'user', id: 'u3', name: 'Vik', role: 'viewer' };
export const publicUrl = 'https://isotherm.example';

/** A second of the afternoon in which the tests play. */
export function at(second: number): number {
  return Date.UTC(2026, 10, 20, 12) + second * 1000;
}

/** The engine over a real database and store, with a clock that the test turns. */
export class Alerting {
  readonly announced: AlertMessage[] = [];
  readonly logged: string[] = [];
  /** Rack of each host, as the inventory would say. */
  readonly racks = new Map<string, string>();
  readonly database: Database;
  readonly store: Store;
  readonly #directory: string;
  #engine: AlertEngine | null = null;
  #nowMs = at(0);

  constructor(database: Database, store: Store, directory: string) {
    this.database = database;
    this.store = store;
    this.#directory = directory;
  }

  get alerts(): AlertEngine {
    if (!this.#engine) throw new Error('use the engine: it has not started');
    return this.#engine;
  }

  async start(second: number): Promise<void> {
    this.#nowMs = at(second);
    await createDefaultRules(this.database);
    this.#engine = await createAlertEngine({
      database: this.database,
      store: this.store,
      placeTags: (tags) => ({ ...tags, ...this.#place(tags['host']) }),
      announce: (message) => this.announced.push(message),
      deliver: alertmanagerWebhook(publicUrl),
      clock: () => this.#nowMs,
      chance: () => 0,
      log: recordingLog(this.logged),
    });
  }

  /** Turns the clock and hands the engine one row. */
  sample(
    second: number,
    measurement: string,
    tags: Tags,
    fields: Readonly<Record<string, SampleValue>>,
    backlog = false,
  ): void {
    this.#nowMs = at(second);
    const table = tableOf(measurement, [{ tags, timeMs: at(second), fields }]);
    this.alerts.observe([table], { receivedAtMs: this.#nowMs, backlog });
  }

  heat(second: number, celsius: number, host = 'n1'): void {
    const tags = { host, gpu: `GPU-${host}` };
    this.sample(second, 'gpu', tags, { temperature_celsius: celsius });
  }

  /** Turns the clock. */
  tick(second: number): void {
    this.#nowMs = at(second);
    this.alerts.tick(this.#nowMs);
  }

  /** `kind firing` and so on of what is active, in its order. */
  states(): string[] {
    return this.alerts.active().map(({ rule, tags, state }) => {
      return `${rule.name} ${tags['host'] ?? ''} ${state.kind}`;
    });
  }

  /** Starts with nothing but what the test makes: without rules, receivers, states and history. */
  async startEmpty(): Promise<void> {
    const { rule, activeAlert, alertHistory, receiver } = this.database.prisma;
    await this.start(0);
    await rule.deleteMany();
    await activeAlert.deleteMany();
    await alertHistory.deleteMany();
    await receiver.deleteMany();
    await this.alerts.reload();
    this.racks.clear();
    this.announced.length = 0;
    this.logged.length = 0;
  }

  async stop(): Promise<void> {
    await this.#engine?.close();
    this.#engine = null;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.store.close();
    await this.database.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #place(host: string | undefined): Tags {
    const rack = this.racks.get(host ?? '');
    return rack === undefined ? {} : { rack };
  }
}

export async function openAlerting(): Promise<Alerting> {
  const directory = temporaryDirectory('isotherm-alerting-');
  const options = { databaseUrl: null, dataDirectory: directory, log: recordingLog([]) };
  const database = await openDatabase(options);
  const store = await openDuckDbStore({ directory: path.join(directory, 'samples') });
  return new Alerting(database, store, directory);
}

export function hotRule(change: Readonly<Record<string, unknown>> = {}): RuleInput {
  return ruleInputSchema.parse({
    kind: 'threshold',
    name: 'GPU hot',
    measurement: 'gpu',
    field: 'temperature_celsius',
    comparison: 'above',
    threshold: 85,
    clearThreshold: 80,
    forSeconds: 3,
    gapSeconds: 5,
    severity: 'critical',
    runbookUrl: 'https://runbooks.example/hot',
    ...change,
  });
}

export function silenceRule(): RuleInput {
  return ruleInputSchema.parse({
    kind: 'absence',
    name: 'Host silent',
    measurement: 'agent',
    field: 'resident_bytes',
    forSeconds: 60,
    severity: 'warning',
  });
}

function recordingLog(logged: string[]): Log {
  const note = (fields: Readonly<Record<string, unknown>>, message: string): void => {
    logged.push(`${message} ${JSON.stringify(fields)}`);
  };
  return { info: () => undefined, warn: note, error: note };
}
