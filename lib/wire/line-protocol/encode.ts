import type { FieldValue, Point, Tags } from '#lib/model/sample.ts';
import { maxTimeNs, minTimeNs } from './precision.ts';

/** A point that line protocol cannot carry: the sentence names the point's part and the fact. */
export class EncodeError extends Error {
  override readonly name = 'EncodeError';
}

/** @throws EncodeError for a point that would not read back as it is (docs/wire.md lists when). */
export function encodePoint(point: Point): string {
  return new PointEncoder().encode(point);
}

/**
 * One line a point, each ended by a newline, times in nanoseconds.
 *
 * @param refuse called with each point that cannot be carried, which is left out; without it the
 *   first such point throws
 * @throws EncodeError
 */
export function encodePoints(
  points: Iterable<Point>,
  refuse?: (error: EncodeError, point: Point) => void,
): string {
  return new PointEncoder().encodeAll(points, refuse);
}

/** Whoever makes up names without end must not fill the memory. */
const mostNames = 10_000;

/** Remembers escaped names, which repeat from point to point and from batch to batch. */
export class PointEncoder {
  readonly #measurements = new Map<string, string>();
  readonly #tagNames = new Map<string, string>();
  readonly #fieldNames = new Map<string, string>();
  /** Whoever writes the same series again and again gives the same object again. */
  readonly #tags = new WeakMap<Tags, { readonly measurement: string; readonly text: string }>();
  readonly #mendsTagValues: boolean;

  /**
   * @param options.mendsTagValues a tag's value that cannot be carried is changed where it must be,
   *   and an empty one is left out: for names that others gave, such as those of mounts and ports
   */
  constructor(options: { readonly mendsTagValues?: boolean } = {}) {
    this.#mendsTagValues = options.mendsTagValues ?? false;
  }

  /** As `encodePoints`. */
  encodeAll(points: Iterable<Point>, refuse?: (error: EncodeError, point: Point) => void): string {
    let text = '';
    for (const point of points) {
      try {
        text += this.encode(point) + '\n';
      } catch (error) {
        if (!refuse || !(error instanceof EncodeError)) throw error;
        refuse(error, point);
      }
    }
    return text;
  }

  /** As `encodePoint`. */
  encode(point: Point): string {
    const { measurement } = point;
    let line = this.#encodeSeries(measurement, point.tags);
    let separator = ' ';
    for (const name in point.fields) {
      const field = point.fields[name];
      if (!field) continue;
      line += separator + remember(this.#fieldNames, name, escapeFieldName) + '=';
      line += formatValue(measurement, name, field);
      separator = ',';
    }
    if (separator === ' ') throw new EncodeError(`encode ${quote(measurement)}: it has no field`);
    return line + ' ' + formatTime(measurement, point.timeNs);
  }

  #encodeSeries(measurement: string, tags: Tags): string {
    const known = this.#tags.get(tags);
    if (known?.measurement === measurement) return known.text;
    let text = remember(this.#measurements, measurement, escapeMeasurement);
    for (const name in tags) {
      const given = tags[name] ?? '';
      const value = this.#mendsTagValues ? mendTagValue(given) : given;
      if (value === '' && this.#mendsTagValues) continue;
      text += ',' + remember(this.#tagNames, name, escapeTagName);
      text += '=' + escapeTagValue(measurement, name, value);
    }
    this.#tags.set(tags, { measurement, text });
    return text;
  }
}

function remember(known: Map<string, string>, name: string, make: (name: string) => string) {
  const found = known.get(name);
  if (found !== undefined) return found;
  const made = make(name);
  if (known.size >= mostNames) known.clear();
  known.set(name, made);
  return made;
}

function escapeMeasurement(name: string): string {
  // InfluxDB takes a leading # for a comment and skips leading blanks; neither can be escaped.
  if (/^[#\t\0]/.test(name)) {
    throw new EncodeError(`encode ${quote(name)}: a measurement may not begin with #, tab or NUL`);
  }
  return checkName('measurement', name).replaceAll(/[, ]/g, String.raw`\$&`);
}

function escapeTagName(name: string): string {
  return checkName('tag', name).replaceAll(/[,= ]/g, String.raw`\$&`);
}

function escapeFieldName(name: string): string {
  if (/^[\t\0]/.test(name)) {
    throw new EncodeError(`encode field ${quote(name)}: a field may not begin with tab or NUL`);
  }
  return checkName('field', name).replaceAll(/[,= "]/g, String.raw`\$&`);
}

/** Nearly every tag value needs no escape and can be told so in one scan. */
const plainTagValue = /^[\w.:/+@-]+$/;

function escapeTagValue(measurement: string, name: string, value: string): string {
  if (plainTagValue.test(value)) return value;
  const what = `value of tag ${quote(name)} of ${quote(measurement)}`;
  return checkName(what, value).replaceAll(/[,= ]/g, String.raw`\$&`);
}

/** The nearest value that can be carried: blanks for newlines and broken characters, / for \\. */
function mendTagValue(value: string): string {
  if (plainTagValue.test(value) || unrepresentable(value) === null) return value;
  return value
    .replaceAll(/[\n\p{Surrogate}]/gu, ' ')
    .replaceAll('\\', '/')
    .trim();
}

/** What no escape can express in a name or a tag. */
function checkName(what: string, text: string): string {
  const problem = unrepresentable(text);
  if (problem !== null) throw new EncodeError(`encode ${what} ${quote(text)}: it ${problem}`);
  return text;
}

function unrepresentable(text: string): string | null {
  if (text === '') return 'is empty';
  if (text.includes('\n')) return 'contains a newline';
  if (text.endsWith('\\')) return 'ends with a backslash';
  // influxd skips pairs of backslashes in some places and not in others: it would lose the line.
  if (/\\[,= "]/.test(text)) return 'has a backslash before a comma, space, equals sign or quote';
  return isWellFormed(text) ? null : 'contains half a surrogate pair, which UTF-8 cannot carry';
}

function formatValue(measurement: string, name: string, field: FieldValue): string {
  switch (field.type) {
    case 'float':
      return formatFloat(measurement, name, field.value);
    case 'integer':
      return formatWhole(measurement, name, field.value, BigInt.asIntN(64, field.value), 'i');
    case 'unsigned':
      return formatWhole(measurement, name, field.value, BigInt.asUintN(64, field.value), 'u');
    case 'string':
      return formatString(measurement, name, field.value);
    case 'boolean':
      return field.value ? 'true' : 'false';
  }
}

function formatFloat(measurement: string, name: string, value: number): string {
  if (!Number.isFinite(value)) throw fieldError(measurement, name, `${value} is not a value`);
  return Object.is(value, -0) ? '-0' : String(value);
}

function formatWhole(
  measurement: string,
  name: string,
  value: bigint,
  kept: bigint,
  suffix: 'i' | 'u',
): string {
  if (kept !== value) throw fieldError(measurement, name, `${value} does not fit into 64 bits`);
  return `${value}${suffix}`;
}

function formatString(measurement: string, name: string, value: string): string {
  if (!isWellFormed(value)) {
    throw fieldError(measurement, name, 'the string contains half a surrogate pair');
  }
  return `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function formatTime(measurement: string, timeNs: bigint): string {
  if (timeNs >= minTimeNs && timeNs <= maxTimeNs) return String(timeNs);
  throw new EncodeError(
    `encode ${quote(measurement)}: time ${timeNs} ns does not fit into 64 bits`,
  );
}

function fieldError(measurement: string, name: string, fact: string): EncodeError {
  return new EncodeError(`encode field ${quote(name)} of ${quote(measurement)}: ${fact}`);
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
