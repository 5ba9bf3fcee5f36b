import { createInProcessBroker } from '#lib/bus/in-process-bus.ts';
import type { Bus } from '#lib/bus/bus.ts';
import type { Leadership } from '#lib/cluster/leadership.ts';
import { createMembers, type Beat, type Members } from '#lib/cluster/members.ts';

/** Leadership that a test gives and takes. */
export interface GivenLeadership extends Leadership {
  give(term: bigint): void;
  take(): void;
}

export function createGivenLeadership(): GivenLeadership {
  const listeners = new Set<(isLeading: boolean) => void>();
  let term: bigint | null = null;
  const set = (next: bigint | null): void => {
    term = next;
    for (const listener of listeners) listener(next !== null);
  };
  return {
    get isLeading() {
      return term !== null;
    },
    get term() {
      return term;
    },
    onChange: (listener) => void listeners.add(listener),
    give: set,
    take: () => set(null),
    close: () => Promise.resolve(),
  };
}

export interface TestMember {
  readonly bus: Bus;
  readonly members: Members;
  readonly leadership: GivenLeadership;
  counts: { count: number; revision: number };
  topics: Beat['topics'];
}

/** Servers of one process that share a bus and a clock. */
export function createTestCluster(count: number) {
  const clock = { nowMs: 1_800_000_000_000 };
  const broker = createInProcessBroker();
  const all = Array.from({ length: count }, (_, index): TestMember => {
    const bus = broker.connect();
    const leadership = createGivenLeadership();
    const member: TestMember = {
      bus,
      leadership,
      counts: { count: 0, revision: 0 },
      topics: {},
      members: createMembers({
        bus,
        selfId: `s${index}`,
        self: () => ({
          ...{ name: `server-${index}`, version: '0.0.0', startedAtMs: 0 },
          term: leadership.term === null ? null : Number(leadership.term),
          topics: member.topics,
          agents: member.counts,
        }),
        clock: () => clock.nowMs,
      }),
    };
    leadership.onChange(() => member.members.beat());
    return member;
  });
  const pass = (ms: number, awake: readonly TestMember[] = all): void => {
    clock.nowMs += ms;
    for (const { members } of awake) members.tick(clock.nowMs);
  };
  pass(1);
  return { all, broker, clock, pass };
}

export const quietLog = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Lets what was promised happen. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
