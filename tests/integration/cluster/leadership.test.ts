import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import { createAlertEngine } from '#lib/alerting/create-alert-engine.ts';
import { createAlertMirror } from '#lib/alerting/alert-mirror.ts';
import type { AlertEngine } from '#lib/alerting/engine.ts';
import { createLedAlertEngine } from '#lib/cluster/led-alert-engine.ts';
import type { Leadership } from '#lib/cluster/leadership.ts';
import { leaderLock, openLeadership, provenMs } from '#lib/cluster/open-leadership.ts';
import type { Database } from '#lib/db/database.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { createGivenLeadership, quietLog } from '#tests/cluster/members.ts';
import { tableOf } from '#tests/live/table.ts';
import { startPostgres, type PostgresServer } from '#tests/simulator/postgres.ts';
import { temporaryDirectory } from '#tests/simulator/process.ts';
import { eventually } from './servers.ts';

let postgres: PostgresServer;
let databaseUrl: string;
let database: Database;
let ends: (() => Promise<void>)[];

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

beforeEach(async () => {
  ends = [];
  databaseUrl = await postgres.createDatabase();
  const dataDirectory = temporaryDirectory('isotherm-leadership-');
  database = await openDatabase({ databaseUrl, dataDirectory, log: quietLog });
  return async () => {
    for (const end of ends.reverse()) await end();
    await database.close();
  };
});

/** A candidate whose monotonic clock can be moved, as a pause of its process would. */
function candidate() {
  const pause = { ms: 0 };
  const leadership = openLeadership({
    databaseUrl,
    monotonicMs: () => performance.now() + pause.ms,
    log: quietLog,
  });
  ends.push(() => leadership.close());
  return { leadership, pause };
}

async function lockHolder(): Promise<number | null> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_locks join pg_database on pg_database.oid = pg_locks.database
      where locktype = 'advisory' and objid = $1 and granted and datname = current_database()`,
    [leaderLock],
  );
  await client.end();
  return rows[0]?.pid ?? null;
}

async function terminate(pid: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('select pg_terminate_backend($1)', [pid]);
  await client.end();
}

describe('leadership', () => {
  it('is with one of several, passes on when it is given up, and counts its terms', async () => {
    const candidates = [candidate(), candidate()].map(({ leadership }) => leadership);
    const leading = () => candidates.filter((one) => one.isLeading);
    await eventually('one leads', () => leading().length === 1);
    const [first] = leading();
    expect(first?.term).toBe(1n);
    await first?.close();
    expect(first?.isLeading).toBe(false);
    await eventually('the other leads', () => leading().length === 1);
    expect(leading()[0]).not.toBe(first);
    expect(leading()[0]?.term).toBe(2n);
  });

  it('ends at once when the database ends the session', async () => {
    const { leadership } = candidate();
    await eventually('it leads', () => leadership.isLeading);
    const changes: boolean[] = [];
    leadership.onChange((isLeading) => changes.push(isLeading));
    await terminate((await lockHolder()) ?? 0);
    await eventually('it leads again', () => leadership.term === 2n);
    expect(changes).toEqual([false, true]);
  });

  it('is over for a process that was paused, before it does anything', async () => {
    const { leadership, pause } = candidate();
    await eventually('it leads', () => leadership.isLeading);
    pause.ms = provenMs;
    expect([leadership.isLeading, leadership.term]).toEqual([false, null]);
  });
});

describe('two alert engines of which one thinks wrongly that it leads', () => {
  const told: string[] = [];

  function engineOf(leadership: Leadership, name: string): AlertEngine {
    const options = {
      database,
      store: { latest: () => Promise.resolve([]) },
      placeTags: (tags: Readonly<Record<string, string>>) => tags,
      announce: () => undefined,
      deliver: () => {
        told.push(name);
        return Promise.resolve({ kind: 'delivered' } as const);
      },
      clock: Date.now,
      log: quietLog,
    };
    const engine = createLedAlertEngine({
      open: (fence) => createAlertEngine({ ...options, fence }),
      leadership,
      mirror: createAlertMirror(options),
      askToDismiss: () => Promise.resolve(null),
      tellChanged: () => undefined,
      hearsAll: () => true,
      tellWatching: () => undefined,
      log: quietLog,
    });
    ends.push(() => engine.close());
    return engine;
  }

  function observe(engine: AlertEngine, watts: number): void {
    const rows = [{ tags: { host: 'h' }, timeMs: Date.now(), fields: { watts } }];
    engine.observe([tableOf('gpu', rows)], { receivedAtMs: Date.now(), backlog: false });
  }

  async function setTerm(term: bigint): Promise<void> {
    const value = String(term);
    await database.prisma.setting.upsert({
      where: { name: 'cluster.term' },
      create: { name: 'cluster.term', value },
      update: { value },
    });
  }

  it('write and tell once: the later term is right', async () => {
    await database.prisma.receiver.create({
      data: { name: 'hook', url: 'http://127.0.0.1:1/', sendResolved: true },
    });
    await database.prisma.rule.create({
      data: {
        ...{ name: 'Hot', kind: 'threshold', measurement: 'gpu', field: 'watts', match: {} },
        ...{ comparison: 'above', threshold: 50, clearThreshold: 50, forSeconds: 0 },
        ...{ gapSeconds: 60, severity: 'critical', summary: '', runbookUrl: '', enabled: true },
      },
    });
    const [paused, next] = [createGivenLeadership(), createGivenLeadership()];
    const [old, fresh] = [engineOf(paused, 'old'), engineOf(next, 'fresh')];
    await setTerm(1n);
    paused.give(1n);
    await eventually('the old one is open', () => {
      old.tick(Date.now());
      return old.watching().length === 1;
    });
    observe(old, 100);
    await eventually('the old one has told', () => told.length === 1);
    // The next leader takes over; the old one has been paused and has not noticed.
    await setTerm(2n);
    next.give(2n);
    await eventually('the next one has its alert', () => {
      fresh.tick(Date.now());
      return fresh.active()[0]?.state.kind === 'firing';
    });
    observe(old, 10);
    old.tick(Date.now());
    observe(fresh, 10);
    await eventually('the end is told', () => {
      fresh.tick(Date.now());
      old.tick(Date.now());
      return told.length === 2;
    });
    expect(told).toEqual(['old', 'fresh']);
    const steps = await database.prisma.alertHistory.findMany({ orderBy: { at: 'asc' } });
    expect(steps.map(({ to }) => to)).toEqual(['firing', 'inactive']);
  });
});
