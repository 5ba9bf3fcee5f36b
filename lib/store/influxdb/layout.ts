import type { RollupTier } from '../tier.ts';
import type { Tier } from '../store.ts';

/** Default retention policy of a database that we make; only in it do we drop samples for their age. */
export const rawPolicy = 'isotherm_raw';
/** Holds what the store needs to know about itself. */
export const statePolicy = 'isotherm_state';

/** Holds events that have outlived the samples around them. */
export const eventPolicy = 'isotherm_events';

export const rollupPolicies: Readonly<Record<RollupTier, string>> = {
  '10s': 'isotherm_10s',
  '1m': 'isotherm_1m',
  '1h': 'isotherm_1h',
};

/** Measurements of our own, which no query lists. */
export const batchMeasurement = 'isotherm_batches';
export const windowMeasurement = 'isotherm_windows';
export const lateMeasurement = 'isotherm_late';
const own: ReadonlySet<string> = new Set([batchMeasurement, windowMeasurement, lateMeasurement]);
export const isOwn = (measurement: string): boolean => own.has(measurement);

/** Retention policy of a tier; null = the default one. */
export function policyOf(tier: Tier): string | null {
  return tier === 'raw' ? null : rollupPolicies[tier];
}
