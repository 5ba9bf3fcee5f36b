import { z } from 'zod';
import type { Bus } from '#lib/bus/bus.ts';
import { topicSchema } from '#lib/wire/live-messages.ts';
import { decodeJson, encodeJson } from '#lib/bus/json-message.ts';

const beatSchema = z.object({
  id: z.string().min(1).max(64),
  /** For people: host name and port. */
  name: z.string().max(300),
  version: z.string().max(100),
  startedAtMs: z.number(),
  /** Its term while it leads; null while it does not. */
  term: z.number().nullable(),
  /** Numbers of the newest announcements, from the one that leads. */
  topics: z.partialRecord(topicSchema, z.number()),
  /** Connected agents and how often they have changed: a missed change shows in it. */
  agents: z.object({ count: z.number().int().min(0), revision: z.number().int().min(0) }),
});
export type Beat = z.output<typeof beatSchema>;

/** A server that was heard of lately, this one included. */
export interface Member extends Beat {
  readonly isSelf: boolean;
  readonly heardMs: number;
}

export interface Members {
  readonly selfId: string;
  /** By name, this one included. */
  list(): readonly Member[];
  /** Who says that it leads; null in the seconds in which nobody does. */
  leader(): Member | null;
  /** Tells the others how we are, at once. */
  beat(): void;
  /** Beats, and lets go of those that have fallen silent. Call it about once a second. */
  tick(nowMs: number): void;
  onBeat(listener: (member: Member) => void): void;
  onGone(listener: (id: string) => void): void;
  /** Says good-bye. */
  leave(): void;
}

export interface MembersOptions {
  readonly bus: Bus;
  readonly selfId: string;
  /** Everything else about this server, as it is now. */
  readonly self: () => Omit<Beat, 'id'>;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

const beatSubject = 'members';
const goneSubject = 'members.gone';
const beatMs = 2_000;
export const silentMs = 7_000;

export function createMembers({ bus, selfId, self, clock }: MembersOptions): Members {
  const others = new Map<string, Member>();
  const beatListeners = new Set<(member: Member) => void>();
  const goneListeners = new Set<(id: string) => void>();
  let beatDueMs = 0;
  let hasLeft = false;

  const forget = (id: string): void => {
    if (!others.delete(id)) return;
    for (const listener of goneListeners) listener(id);
  };
  const beat = (): void => {
    // A leader that stops gives up the lead after it has left: nobody is to hear of it.
    if (hasLeft) return;
    beatDueMs = clock() + beatMs;
    bus.publish(beatSubject, encodeJson({ ...self(), id: selfId }));
  };
  bus.subscribe(beatSubject, (data) => {
    const heard = decodeJson(beatSchema, data);
    const isNew = !others.has(heard.id);
    const member = { ...heard, isSelf: false, heardMs: clock() };
    others.set(heard.id, member);
    // A newcomer hears of us before it has to wait for the next beat.
    if (isNew) beat();
    for (const listener of beatListeners) listener(member);
  });
  bus.subscribe(goneSubject, (data) => forget(decodeJson(z.string().max(64), data)));
  // After the bus was away nobody knows of whom it is still right to say that they are there.
  bus.onState((isConnected) => {
    if (isConnected) beat();
  });

  const list = (): Member[] =>
    [...others.values(), { ...self(), id: selfId, isSelf: true, heardMs: clock() }].sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
  // One that has just lost the lead may not have said so yet: the later term is right.
  const leader = (): Member | null =>
    list()
      .filter(({ term }) => term !== null)
      .sort((a, b) => (b.term ?? 0) - (a.term ?? 0))[0] ?? null;
  return {
    selfId,
    list,
    leader,
    beat,
    tick(nowMs) {
      if (nowMs >= beatDueMs) beat();
      for (const { id, heardMs } of others.values()) if (nowMs - heardMs > silentMs) forget(id);
    },
    onBeat: (listener) => void beatListeners.add(listener),
    onGone: (listener) => void goneListeners.add(listener),
    leave() {
      hasLeft = true;
      bus.publish(goneSubject, encodeJson(selfId));
    },
  };
}
