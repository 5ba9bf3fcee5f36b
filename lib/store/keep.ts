import { findMeasurement } from '#lib/metrics/catalogue.ts';
import type { Tier } from './store.ts';
import { tierSpecs } from './tier.ts';

/** Events are few and a rollup of words is none: they stay as written as long as minutes do. */
const keepEventsMs = tierSpecs['1m'].keepMs;

export function holdsEvents(measurement: string): boolean {
  return findMeasurement(measurement)?.isEvents === true;
}

/** How long rows of a measurement stay in a tier. */
export function keepMs(measurement: string, tier: Tier): number {
  const usualMs = tierSpecs[tier].keepMs;
  return holdsEvents(measurement) ? Math.max(usualMs, keepEventsMs) : usualMs;
}
