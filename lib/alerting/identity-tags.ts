import { findMeasurement } from '#lib/metrics/catalogue.ts';
import type { Tags } from '#lib/model/sample.ts';

/** The tags that say which thing this is: a GPU that moved to another index is the same GPU. */
export function identityTags(measurement: string, tags: Tags): Tags {
  const descriptions = findMeasurement(measurement)?.tags.filter((tag) => tag.isDescription) ?? [];
  if (descriptions.length === 0) return tags;
  const names = new Set(descriptions.map(({ name }) => name));
  return Object.fromEntries(Object.entries(tags).filter(([name]) => !names.has(name)));
}
