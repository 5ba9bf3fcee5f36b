import { z } from 'zod';

const name = z.string().trim().min(1).max(80);
export const placeIdSchema = z.string().min(1).max(64);

/** Begins the id of a site or rack that the inventory does not know: hosts have named it. */
export const hintedIdPrefix = 'hinted.';

export function isHinted({ id }: { readonly id: string }): boolean {
  return id.startsWith(hintedIdPrefix);
}

/** site › room › row › rack › host. Series never carry these: they are joined at query time. */
export const siteInputSchema = z.strictObject({
  name,
  /** IANA zone of the site's wall clock. */
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'must be a time zone such as Europe/Berlin')
    .default('UTC'),
  /** Money per kWh, in the site's currency; null while unknown. */
  energyPricePerKwh: z.number().min(0).max(100).nullable().default(null),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be a currency code such as EUR')
    .default('EUR'),
});
export type SiteInput = z.infer<typeof siteInputSchema>;

export const siteSchema = siteInputSchema.extend({ id: placeIdSchema });
export type Site = Readonly<z.infer<typeof siteSchema>>;

export const rackInputSchema = z.strictObject({
  siteId: placeIdSchema,
  room: name,
  row: name,
  name,
  heightU: z.number().int().min(1).max(60).default(42),
  /** Power the rack may draw, watts; null while unknown. */
  powerBudgetWatts: z.number().positive().max(1e7).nullable().default(null),
});
export type RackInput = z.infer<typeof rackInputSchema>;

export const rackSchema = rackInputSchema.extend({ id: placeIdSchema });
export type Rack = Readonly<z.infer<typeof rackSchema>>;

export const placementInputSchema = z.strictObject({
  host: z.string().min(1).max(255),
  /** Null takes the host out of its rack. */
  rackId: placeIdSchema.nullable(),
  /** Lowest U it occupies, counted from 1 at the bottom; null = somewhere in the rack. */
  positionU: z.number().int().min(1).max(60).nullable().default(null),
  heightU: z.number().int().min(1).max(60).default(1),
});
export type PlacementInput = z.infer<typeof placementInputSchema>;

/** Where a host stands. A host that has reported but is not placed has `rackId: null`. */
export type HostPlacement = Readonly<PlacementInput>;

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}
