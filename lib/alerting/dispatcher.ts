import type { Database } from '#lib/db/database.ts';
import type { Notification, Receiver } from '#lib/db/generated/client.ts';
import type { Log } from '#lib/services.ts';
import { backoffMs } from './backoff.ts';
import { groupAlerts } from './group.ts';
import { readAlerts } from './ledger.ts';
import type { Deliver, DeliveryOutcome } from './receivers/delivery.ts';

/** Tells receivers what waits for them, each on its own: a slow one delays no other. */
export interface Dispatcher {
  /** Starts what is due; nothing when nothing is. */
  tick(nowMs: number): void;
  /** Something new waits, or a receiver was changed: look at the next tick at the latest. */
  wake(): void;
  close(): Promise<void>;
}

export interface DispatcherOptions {
  readonly database: Database;
  readonly deliver: Deliver;
  readonly clock: () => number;
  readonly log: Log;
  /** A delivery ended: what is known of its receiver has changed. */
  readonly onOutcome: () => void;
  /** In [0, 1); spreads the tries of receivers that failed together. */
  readonly chance: () => number;
}

type Waiting = Notification & { readonly receiver: Receiver };

const batchSize = 100;
const unwrittenPauseMs = 60_000;
/** Longer than a delivery takes: until then nobody else begins it. */
const claimMs = 20_000;

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { database, clock, log } = options;
  const stop = new AbortController();
  const busy = new Map<string, Promise<void>>();
  let looking: Promise<void> | null = null;
  let nextDueMs: number | null = 0;

  const look = async (): Promise<void> => {
    nextDueMs = null;
    const due = await readDue(database, clock(), [...busy.keys()]);
    for (const receiverId of new Set(due.map((waiting) => waiting.receiverId))) {
      const own = due.filter((waiting) => waiting.receiverId === receiverId);
      busy.set(receiverId, tell(own));
    }
    nextDueMs = earlier(nextDueMs, await readNextDue(database, [...busy.keys()]));
  };

  const tell = async (due: readonly Waiting[]): Promise<void> => {
    let lookAgainMs = 0;
    try {
      for (const waiting of due) {
        if (!stop.signal.aborted) await tellOne(waiting, options, stop.signal);
      }
    } catch (error) {
      // Without its outcome the same notification would be sent again at once, and again.
      lookAgainMs = clock() + unwrittenPauseMs;
      log.error({ err: error }, 'the outcome of a notification could not be written');
    }
    for (const { receiverId } of due) busy.delete(receiverId);
    nextDueMs = earlier(nextDueMs, lookAgainMs);
    options.onOutcome();
    tick(clock());
  };

  const tick = (nowMs: number): void => {
    if (stop.signal.aborted || looking || nextDueMs === null || nowMs < nextDueMs) return;
    looking = look()
      .catch((error: unknown) => {
        log.error({ err: error }, 'waiting notifications could not be read');
        nextDueMs = clock() + unwrittenPauseMs;
      })
      .finally(() => {
        looking = null;
        // What came while we looked may be due already.
        tick(clock());
      });
  };

  return {
    tick,
    wake() {
      nextDueMs = 0;
    },
    async close() {
      stop.abort();
      await looking;
      await Promise.all(busy.values());
    },
  };
}

async function tellOne(
  waiting: Waiting,
  { database, deliver, clock, log, chance }: DispatcherOptions,
  signal: AbortSignal,
): Promise<void> {
  const { receiver, ruleId } = waiting;
  if (!(await claim(database, waiting, clock()))) return;
  const outcome = await deliver(receiver, groupAlerts(readAlerts(waiting.alerts)), signal);
  // An aborted try tells nothing about the receiver: it is made again after the restart.
  if (signal.aborted && outcome.kind !== 'delivered') {
    await release(database, waiting, clock());
    return;
  }
  await writeOutcome(database, waiting, outcome, clock(), chance());
  if (outcome.kind === 'delivered') return;
  const { kind, reason } = outcome;
  log.warn({ receiver: receiver.name, rule: ruleId, kind, reason }, 'notification not delivered');
}

/**
 * Takes a notification for this server: of two that think they lead, one gets it. False when it is
 * somebody else's, or was changed since it was read.
 */
async function claim(
  { prisma }: Database,
  { receiverId, ruleId, dueAt }: Waiting,
  nowMs: number,
): Promise<boolean> {
  const { count } = await prisma.notification.updateMany({
    where: { receiverId, ruleId, dueAt },
    data: { dueAt: new Date(nowMs + claimMs) },
  });
  return count > 0;
}

async function release(
  { prisma }: Database,
  { receiverId, ruleId }: Waiting,
  nowMs: number,
): Promise<void> {
  const data = { dueAt: new Date(nowMs) };
  await prisma.notification.updateMany({ where: { receiverId, ruleId }, data });
}

async function writeOutcome(
  database: Database,
  { receiverId, ruleId, revision, attempts }: Waiting,
  outcome: DeliveryOutcome,
  nowMs: number,
  chance: number,
): Promise<void> {
  const delivered = { lastDeliveredAt: new Date(nowMs), lastError: null };
  const data = outcome.kind === 'delivered' ? delivered : { lastError: outcome.reason };
  const write = database.prisma.receiver.updateMany({ where: { id: receiverId }, data });
  const { notification } = database.prisma;
  if (outcome.kind === 'failed') {
    const waitMs = Math.max(backoffMs(attempts + 1, chance), outcome.retryAfterMs ?? 0);
    const dueAt = new Date(nowMs + waitMs);
    const again = { attempts: { increment: 1 }, dueAt };
    await database.prisma.$transaction([
      notification.updateMany({ where: { receiverId, ruleId }, data: again }),
      write,
    ]);
    return;
  }
  // Where news were merged meanwhile, the row has another revision: it stays, due at once.
  await database.prisma.$transaction([
    notification.deleteMany({ where: { receiverId, ruleId, revision } }),
    notification.updateMany({
      where: { receiverId, ruleId },
      data: { attempts: 0, dueAt: new Date(nowMs) },
    }),
    write,
  ]);
}

function readDue(database: Database, nowMs: number, busy: readonly string[]): Promise<Waiting[]> {
  return database.prisma.notification.findMany({
    where: {
      dueAt: { lte: new Date(nowMs) },
      receiver: { enabled: true },
      receiverId: { notIn: [...busy] },
    },
    include: { receiver: true },
    orderBy: { dueAt: 'asc' },
    take: batchSize,
  });
}

/** Of the receivers that are not busy: a busy one is looked at when it is done. */
async function readNextDue(database: Database, busy: readonly string[]): Promise<number | null> {
  const first = await database.prisma.notification.findFirst({
    where: { receiver: { enabled: true }, receiverId: { notIn: [...busy] } },
    orderBy: { dueAt: 'asc' },
  });
  return first ? first.dueAt.getTime() : null;
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}
