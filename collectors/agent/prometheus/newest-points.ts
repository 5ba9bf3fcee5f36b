import type {
  NewestRow,
  NewestSeries,
  NewestValues,
} from '#lib/metrics/prometheus/newest-values.ts';
import type { FieldValue, Point, Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';

/** A field that stays away while its series goes on reporting is a gap, as in the server's hub. */
const fieldGapMs = 60_000;
const forgetAfterMs = 15 * 60_000;
const maxSeries = 20_000;

interface Reading {
  readonly value: FieldValue['value'];
  /** When it arrived, by a clock that never goes back: the machine's own may be set. */
  readonly timeMs: number;
  /** When it was read, for rates. */
  readonly readNs: bigint;
}

interface Series {
  readonly tags: Tags;
  readonly fields: Map<string, { now: Reading; before: Reading | null }>;
  newestMs: number;
}

/** The newest values of everything this agent gathers, and the ones before. Times are monotonic. */
export class NewestPoints implements NewestValues {
  readonly #measurements = new Map<string, Map<string, Series>>();
  #count = 0;
  #forgottenAtMs = 0;

  /** @param nowMs of a clock that never goes back */
  note(points: readonly Point[], nowMs: number): void {
    for (const point of points) this.#keep(point, nowMs);
    if (nowMs - this.#forgottenAtMs > fieldGapMs) this.#forget(nowMs);
  }

  series(measurement: string): readonly NewestSeries[] {
    return [...(this.#measurements.get(measurement)?.values() ?? [])];
  }

  rows(measurement: string, fields: readonly string[]): readonly NewestRow[] {
    const readers = fields.map(readerOf);
    const rows: NewestRow[] = [];
    for (const series of this.#measurements.get(measurement)?.values() ?? []) {
      const readings = readers.map((read) => read(series));
      const timeMs = Math.max(...readings.map((one) => one?.timeMs ?? Number.NEGATIVE_INFINITY));
      if (timeMs === Number.NEGATIVE_INFINITY) continue;
      rows.push({ tags: series.tags, timeMs, values: readings.map((one) => one?.value ?? null) });
    }
    return rows;
  }

  #keep({ measurement, tags, fields, timeNs }: Point, nowMs: number): void {
    const series = this.#find(measurement, tags);
    if (!series) return;
    series.newestMs = nowMs;
    for (const name in fields) {
      const value = fields[name]?.value;
      if (value === undefined) continue;
      const before = series.fields.get(name)?.now ?? null;
      series.fields.set(name, { now: { value, timeMs: nowMs, readNs: timeNs }, before });
    }
  }

  #find(measurement: string, tags: Tags): Series | null {
    const all = this.#measurements.get(measurement) ?? new Map<string, Series>();
    this.#measurements.set(measurement, all);
    const key = seriesKey(tags);
    const known = all.get(key);
    if (known) return known;
    if (this.#count >= maxSeries) return null;
    const series = { tags, fields: new Map(), newestMs: Number.NEGATIVE_INFINITY };
    all.set(key, series);
    this.#count += 1;
    return series;
  }

  #forget(nowMs: number): void {
    this.#forgottenAtMs = nowMs;
    for (const all of this.#measurements.values()) {
      for (const [key, { newestMs }] of all) {
        if (newestMs >= nowMs - forgetAfterMs) continue;
        all.delete(key);
        this.#count -= 1;
      }
    }
  }
}

type Reader = (series: Series) => Reading | null;

function readerOf(field: string): Reader {
  const counter = /^rate\((.+)\)$/.exec(field)?.[1];
  return ({ fields, newestMs }) => {
    const known = fields.get(counter ?? field);
    if (!known || known.now.timeMs < newestMs - fieldGapMs) return null;
    return counter === undefined ? known.now : rateOf(known.now, known.before);
  };
}

/** Per second; a reset counts from zero. */
function rateOf(now: Reading, before: Reading | null): Reading | null {
  const seconds = before ? Number(now.readNs - before.readNs) / 1e9 : 0;
  if (!before || seconds <= 0) return null;
  const [last, first] = [Number(now.value), Number(before.value)];
  const perSecond = (last < first ? last : last - first) / seconds;
  return Number.isFinite(perSecond) ? { ...now, value: perSecond } : null;
}
