import type { StoredMeasurement } from '../store.ts';
import type { Catalog } from './catalog.ts';

export function storedMeasurements(catalog: Catalog): StoredMeasurement[] {
  return [...catalog.measurements.values()].map((entry) => ({
    name: entry.name,
    fields: [...entry.fields.values()].map(({ name, type }) => ({ name, type })),
    tags: [...new Set([...entry.tags.values()].flatMap((tags) => Object.keys(tags)))].sort(),
    seriesCount: entry.tags.size,
  }));
}
