import type { Tags } from '#lib/model/sample.ts';
import type { Labels } from './victoria-client.ts';

/** Which measurement a series is of: `a_b` + `c` and `a` + `b_c` make the same metric name. */
export const measurementLabel = 'isotherm_measurement';
/** The words of a text field, whose samples are all 1. */
export const textLabel = 'isotherm_text';
/** Nanoseconds past the millisecond of an event. */
export const nanosecondsLabel = 'isotherm_ns';

/** Series of our own: which tag sets and fields there are, and the newest batch of each source. */
export const seriesMetric = 'isotherm_series';
export const fieldMetric = 'isotherm_field';
export const batchMetric = 'isotherm_batch';
export const fieldLabel = 'isotherm_field_name';
export const typeLabel = 'isotherm_type';
export const sourceLabel = 'isotherm_source';

/** As VictoriaMetrics itself names what comes as line protocol. */
export function metricName(measurement: string, field: string): string {
  return `${measurement}_${field}`;
}

const ownPrefix = 'isotherm_';
const encodedPrefix = 'isotherm_tag_';
// `rollup` is the label that MetricsQL puts on the parts of `aggr_over_time`.
const plainName = /^(?!__|isotherm_|rollup$)[A-Za-z_][A-Za-z0-9_]*$/;

/** Most tags keep their name; one that is no identifier of MetricsQL becomes hexadecimal. */
export function labelOf(tag: string): string {
  return plainName.test(tag) ? tag : encodedPrefix + Buffer.from(tag, 'utf8').toString('hex');
}

export function tagsOf(labels: Labels): Tags {
  return Object.fromEntries(
    Object.entries(labels).flatMap(([label, value]) => {
      if (label === '__name__' || label === 'rollup') return [];
      if (label.startsWith(encodedPrefix)) return [[tagOf(label), value]];
      return label.startsWith(ownPrefix) ? [] : [[label, value]];
    }),
  );
}

function tagOf(label: string): string {
  return Buffer.from(label.slice(encodedPrefix.length), 'hex').toString('utf8');
}
