import type { Tags } from '#lib/model/sample.ts';
import { simulatedTag } from '#lib/metrics/tags.ts';
import { encodePoint } from '#lib/wire/line-protocol/encode.ts';
import { entry } from '../columns.ts';
import type { HallPlan } from '../plan/hall-plan.ts';
import { bytesOf } from './line-writer.ts';

/** `measurement,tags ` as the encoder of line protocol writes it. */
export function headOf(measurement: string, tags: Tags): Uint8Array {
  const fields = { x: { type: 'boolean', value: true } } as const;
  const line = encodePoint({ measurement, tags, fields, timeNs: 0n });
  return bytesOf(line.slice(0, line.lastIndexOf(' x=') + 1));
}

/** What lines of one measurement and moment have in common. */
export interface LineEnds {
  /** Of each series, in the order of its hosts or GPUs. */
  readonly heads: readonly Uint8Array[];
  readonly time: Uint8Array;
}

/** Every series says that it is simulated. */
export const simulated: Tags = { [simulatedTag.name]: 'true' };

/** Where a host stands: a hint for a server whose inventory does not know it. */
export function placeTags(plan: HallPlan, host: number): Tags {
  const rack = entry(plan.racks, entry(plan.hosts, host).rack);
  const row = entry(plan.rows, rack.row);
  return { site: plan.site, room: plan.room, row: row.name, rack: rack.name };
}

export function hostTags(plan: HallPlan, host: number): Tags {
  return { host: entry(plan.hosts, host).name, ...simulated, ...placeTags(plan, host) };
}
