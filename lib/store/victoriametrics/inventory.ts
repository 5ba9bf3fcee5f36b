import type { Tags } from '#lib/model/sample.ts';
import type { StoredMeasurement } from '../store.ts';
import type { Registry } from './registry.ts';

export async function storedMeasurements(
  registry: Registry,
  signal: AbortSignal,
): Promise<StoredMeasurement[]> {
  const [types, series] = await Promise.all([
    registry.allTypes(signal),
    registry.series(null, signal),
  ]);
  const tagsOf = new Map<string, Tags[]>();
  for (const { measurement, tags } of series) {
    const known = tagsOf.get(measurement) ?? [];
    tagsOf.set(measurement, known);
    known.push(tags);
  }
  return Array.from(types, ([name, fields]) => {
    const tagSets = tagsOf.get(name) ?? [];
    return {
      name,
      fields: Array.from(fields, ([field, type]) => ({ name: field, type })),
      tags: [...new Set(tagSets.flatMap((tags) => Object.keys(tags)))].sort(),
      seriesCount: tagSets.length,
    };
  });
}
