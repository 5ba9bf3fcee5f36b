import { z } from 'zod';

/** site › room › row › rack › host. Series never carry these: they are joined at query time. */
export interface Site {
  readonly id: string;
  readonly name: string;
  /** IANA zone of the site's wall clock. */
  readonly timeZone: string;
  /** Money per kWh, in the site's currency; null while unknown. */
  readonly energyPricePerKwh: number | null;
  readonly currency: string;
}

export interface Rack {
  readonly id: string;
  readonly siteId: string;
  readonly room: string;
  readonly row: string;
  readonly name: string;
  readonly heightU: number;
  /** Power the rack may draw, watts; null while unknown. */
  readonly powerBudgetWatts: number | null;
}

/** Where a host stands. A host that has reported but is not placed has `rackId: null`. */
export interface HostPlacement {
  readonly host: string;
  readonly rackId: string | null;
  /** Lowest U it occupies, counted from 1 at the bottom. */
  readonly positionU: number | null;
  readonly heightU: number;
}

const name = z.string().trim().min(1).max(80);

export const siteInputSchema = z.strictObject({
  name,
  timeZone: z.string().max(64).default('UTC'),
  energyPricePerKwh: z.number().min(0).max(100).nullable().default(null),
  currency: z.string().length(3).default('EUR'),
});
export type SiteInput = z.infer<typeof siteInputSchema>;

export const rackInputSchema = z.strictObject({
  siteId: z.string().min(1).max(64),
  room: name,
  row: name,
  name,
  heightU: z.number().int().min(1).max(60).default(42),
  powerBudgetWatts: z.number().positive().max(1e7).nullable().default(null),
});
export type RackInput = z.infer<typeof rackInputSchema>;

export const placementInputSchema = z.strictObject({
  host: z.string().min(1).max(255),
  rackId: z.string().min(1).max(64).nullable(),
  positionU: z.number().int().min(1).max(60).nullable().default(null),
  heightU: z.number().int().min(1).max(60).default(1),
});
export type PlacementInput = z.infer<typeof placementInputSchema>;
