import type { Rack, RackInput, Site } from '#lib/model/place.ts';

/** The choice of the site list that asks for a new site. */
export const newSite = 'new';

/** What the form of a rack holds, as people type it. */
export interface RackDraft {
  readonly siteId: string;
  readonly siteName: string;
  readonly room: string;
  readonly row: string;
  readonly name: string;
  readonly heightU: string;
  /** Kilowatts; empty while unknown. */
  readonly budget: string;
}

/** A new rack begins like the last one: usually it stands beside it. */
export function beginDraft(
  sites: readonly Site[],
  rack: Rack | null,
  like: Rack | undefined,
): RackDraft {
  const start = rack ?? like;
  const name = rack?.name ?? '';
  if (!start) {
    const siteId = sites[0]?.id ?? newSite;
    return { siteId, siteName: '', room: '', row: '', name, heightU: '42', budget: '' };
  }
  const { siteId, room, row, heightU, powerBudgetWatts: watts } = start;
  const budget = watts === null ? '' : String(watts / 1000);
  return { siteId, siteName: '', room, row, name, heightU: String(heightU), budget };
}

export function rackInput(draft: RackDraft, siteId: string): RackInput {
  const { room, row, name, heightU, budget } = draft;
  const powerBudgetWatts = budget === '' ? null : Number(budget) * 1000;
  return { siteId, room, row, name, heightU: Number(heightU), powerBudgetWatts };
}
