import type { MeasurementDescriptor, MetricDescriptor } from '#lib/model/metric.ts';
import type { Tags } from '#lib/model/sample.ts';
import { measurements } from '../catalogue.ts';
import { encodeFamily, encodeLabels, type Sample } from './exposition.ts';
import { nativeFamily, toNumber } from './native-name.ts';
import { staleAfterMs, type NewestRow, type NewestValues } from './newest-values.ts';
import { currentSeries } from './series-owners.ts';

/** GPUs have families of their own, and what happened is no value of now. */
const elsewhere = new Set(['gpu', 'gpu_info', 'gpu_event']);

/** What has a number of now besides GPUs: hosts, networks, disks, facility gear, training runs. */
export const nativeMeasurements = measurements.filter(({ name }) => !elsewhere.has(name));

export function* encodeOthers(source: NewestValues, nowMs: number): Generator<string> {
  for (const measurement of nativeMeasurements) {
    const series = currentSeries(measurement, source.series(measurement.name), nowMs);
    const labels = new Map(series.map((tags) => [tags, labelsOf(measurement, tags)]));
    for (const field of numericFields(measurement)) {
      const family = nativeFamily(measurement, field);
      const rows = source.rows(measurement.name, [field.name]);
      yield* encodeFamily(family, samplesOf(rows, labels, family.scale, nowMs));
    }
  }
}

export function numericFields({ fields }: MeasurementDescriptor): readonly MetricDescriptor[] {
  return fields.filter(({ kind }) => kind !== 'text');
}

function labelsOf({ tags: declared }: MeasurementDescriptor, tags: Tags): string {
  return encodeLabels(declared.map(({ name }) => [name, tags[name]]));
}

function* samplesOf(
  rows: readonly NewestRow[],
  labelsOfSeries: ReadonlyMap<Tags, string>,
  scale: number,
  nowMs: number,
): Generator<Sample> {
  for (const { tags, timeMs, values } of rows) {
    const labels = labelsOfSeries.get(tags);
    const value = toNumber(values[0]);
    if (labels === undefined || value === null || timeMs < nowMs - staleAfterMs) continue;
    yield { labels, value: value * scale };
  }
}
