import type { SampleTable, Tags } from '#lib/model/sample.ts';
import type { SampleValue } from '#lib/store/store.ts';
import { createLiveHub, type LiveHubLimits } from '#lib/live/create-live-hub.ts';
import { subscribeSchema, type Subscribe } from '#lib/wire/live-messages.ts';
import { tableOf } from './table.ts';

export const start = 1_700_000_000_000;

export interface World {
  nowMs: number;
  /** Which host stands in which rack. */
  racks: Record<string, string>;
}

/** A hub with two racks and a clock that moves when told. */
export function openHub(limits: Partial<LiveHubLimits> = {}) {
  const world: World = { nowMs: start, racks: { a: 'R1', b: 'R2' } };
  const placeTags = (tags: Tags): Tags => {
    const rack = world.racks[tags.host ?? ''];
    return rack === undefined ? tags : { ...tags, rack };
  };
  const hub = createLiveHub({ placeTags, clock: () => world.nowMs, limits });
  const publish = (...tables: SampleTable[]) =>
    hub.publish(tables, { receivedAtMs: world.nowMs, backlog: false });
  const tickAt = (afterMs: number) => {
    world.nowMs = start + afterMs;
    hub.tick(world.nowMs);
  };
  return { hub, world, publish, tickAt };
}

export function ask(question: Partial<Subscribe> = {}): Subscribe {
  const whole = { type: 'subscribe', id: 's', measurement: 'gpu', fields: ['power_watts'] };
  return subscribeSchema.parse({ ...whole, ...question });
}

export function gpu(host: string, power: SampleValue, afterMs = 0): SampleTable {
  return tableOf('gpu', [
    { tags: { host }, timeMs: start + afterMs, fields: { power_watts: power } },
  ]);
}
