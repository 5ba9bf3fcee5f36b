import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import type { Tags } from '#lib/model/sample.ts';
import { staleAfterMs, type NewestSeries } from './newest-values.ts';

/**
 * The series that speak for their things now: one each, the one heard of last. A thing has two for
 * a while when a tag that describes it changed, such as a GPU's index over a reboot.
 */
export function currentSeries(
  { tags: declared }: MeasurementDescriptor,
  series: Iterable<NewestSeries>,
  nowMs: number,
): readonly Tags[] {
  const identity = declared.filter((tag) => !tag.isDescription).map(({ name }) => name);
  const newest = new Map<string, NewestSeries>();
  for (const one of series) {
    if (one.newestMs < nowMs - staleAfterMs) continue;
    const key = identity.map((name) => one.tags[name] ?? '').join('\n');
    const known = newest.get(key);
    if (!known || known.newestMs < one.newestMs) newest.set(key, one);
  }
  return Array.from(newest.values(), ({ tags }) => tags);
}
