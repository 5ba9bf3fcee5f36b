import {
  facilityKinds,
  severities,
  type FacilityKind,
  type Severity,
} from '#lib/metrics/facility.ts';
import { limitNames, type Meaning, type Sensor } from '#collectors/snmp/profile/profile.ts';
import { absent, type Condition, type Source } from '#collectors/snmp/profile/source.ts';
import { Conflict, type Draft, type Trial } from './draft.ts';
import { cellOf } from './made-rows.ts';
import { encode } from './plausible.ts';

export interface MadeRow {
  readonly index: string;
  /** Rows differ by it. */
  readonly at: number;
  /** Word of the scalar that decides the unit. */
  readonly setting: string | null;
}

/** Everything one sensor needs in one row, and what has to be read of it. */
export function addRow(trial: Trial, draft: Draft, sensor: Sensor, row: MadeRow): void {
  for (const condition of sensor.when) {
    // A value that decides on itself is chosen below.
    if (condition.of.column !== sensor.value.column) satisfy(trial, draft, condition, row.index);
  }
  const severity = addSeverity(trial, sensor, row);
  if (sensor.meaning.is === 'state') addState(trial, sensor, sensor.meaning, row, severity);
  else addNumber(trial, sensor, sensor.meaning, row, severity);
}

type States = Extract<Meaning, { is: 'state' }>;

function addState(
  trial: Trial,
  sensor: Sensor,
  { states }: States,
  { index, at }: MadeRow,
  told: Severity | undefined,
): void {
  const oid = `${sensor.value.column}.${index}`;
  const [word, state] = [...states][at % states.size] ?? [];
  if (word === undefined || state === undefined) throw new Conflict();
  trial.set(oid, word);
  const severity = state.severity ?? told;
  trial.expected.push({
    oid,
    kind: 'state',
    value: state.code,
    state: state.text,
    ...(severity !== undefined && { severity }),
  });
}

function addNumber(
  trial: Trial,
  sensor: Sensor,
  meaning: Exclude<Meaning, States>,
  row: MadeRow,
  severity: Severity | undefined,
): void {
  const measure = addMeaning(trial, meaning, row);
  if (measure === undefined) return;
  const oid = `${sensor.value.column}.${row.index}`;
  const divisor = addScale(trial, sensor, row.index) * (sensor.per === null ? 1 : wholeSize);
  const { raw, value } = encode(measure, 0.1 + ((row.at * 37) % 80) / 100, divisor);
  trial.set(oid, raw);
  addWhole(trial, sensor, row.index, raw);
  const limits = addLimits(trial, sensor, row, measure, divisor);
  trial.expected.push({
    oid: sensor.per === null ? oid : null,
    kind: kindOf(measure),
    value,
    ...(severity !== undefined && { severity }),
    ...(Object.keys(limits).length > 0 && { limits }),
  });
}

function kindOf(measure: string): FacilityKind {
  const isKind = (word: string): word is FacilityKind => Object.hasOwn(facilityKinds, word);
  const kind = measure.split(' ')[0] ?? '';
  if (!isKind(kind)) throw new Error(`${measure} has no kind`);
  return kind;
}

function setCell(trial: Trial, source: Source, row: string, word: string | number): void {
  if (source.column !== null) trial.set(`${source.column}.${cellOf(source, row) ?? ''}`, word);
}

function satisfy(trial: Trial, draft: Draft, condition: Condition, row: string): void {
  const cell = cellOf(condition.of, row) ?? '';
  if (condition.of.column === null) {
    if (condition.words.has(cell) !== condition.isIn) throw new Conflict();
    return;
  }
  const oid = `${condition.of.column}.${cell}`;
  if (condition.isIn) satisfyIn(trial, condition, oid);
  else satisfyNotIn(trial, condition, oid, draft.value(oid));
}

/** Better not there than one of the words that may also be. */
function satisfyIn(trial: Trial, { of, words }: Condition, oid: string): void {
  const [word] = words;
  if (words.has(absent)) trial.away.add(of.index.at === 'first' ? (of.column ?? oid) : oid);
  else if (word !== undefined) trial.set(oid, word);
}

function satisfyNotIn(
  trial: Trial,
  { words }: Condition,
  oid: string,
  known: string | undefined,
): void {
  if (known !== undefined && words.has(known)) throw new Conflict();
  if (words.has(absent)) trial.set(oid, known ?? '7');
}

function addSeverity(trial: Trial, { severity }: Sensor, { index, at }: MadeRow) {
  const entries = [...(severity?.map ?? [])];
  const [word, meaning] = entries[at % Math.max(1, entries.length)] ?? [];
  if (severity === null || word === undefined) return undefined;
  setCell(trial, severity, index, word);
  return severities.find((known) => known === meaning);
}

/** The measure as the profile writes it; undefined where this row measures nothing. */
function addMeaning(
  trial: Trial,
  meaning: Exclude<Meaning, States>,
  { index, at, setting }: MadeRow,
): string | undefined {
  if (meaning.is === 'measure') return meaning.measure.text;
  const { by } = meaning;
  const keys = [...(by.map?.keys() ?? [])];
  const key = by.column === null ? cellOf(by, index) : (setting ?? keys[at % keys.length]);
  setCell(trial, by, index, key ?? '');
  return by.map?.get(key ?? '');
}

/** Steps of the raw number in one of its unit: two decimals, milli with one digit, a divisor. */
function addScale(trial: Trial, { scales: [scale] }: Sensor, row: string): number {
  switch (scale?.by) {
    case undefined:
      return 1;
    case 'decimals':
      setCell(trial, scale.digits, row, '2');
      return 100;
    case 'exponent':
      setCell(trial, scale.scale, row, '8');
      setCell(trial, scale.precision, row, '1');
      return 10_000;
    case 'multiplier':
      setCell(trial, scale.of, row, '-10');
      return 10;
    case 'divisor':
      setCell(trial, scale.of, row, '10');
      return 10;
  }
}

const wholeSize = 5000;

/** Of a share, the whole: the value itself, where it is a part of it, and the rest. */
function addWhole(trial: Trial, { per, value }: Sensor, row: string, raw: number): void {
  const others = (per ?? []).filter(({ column }) => column !== value.column);
  const rest = others.length === per?.length ? wholeSize : wholeSize - raw;
  others.forEach((source, at) => {
    setCell(trial, source, row, at === 0 ? rest : 0);
  });
}

/** Outside of the range that values are chosen from. */
const limitPlaces = { criticalLow: -0.3, warningLow: -0.2, warningHigh: 1.2, criticalHigh: 1.4 };

function addLimits(
  trial: Trial,
  { limits, limitMeaning, none }: Sensor,
  row: MadeRow,
  measure: string,
  divisor: number,
): Record<string, number> {
  const isOwn = limitMeaning !== null && limitMeaning.is !== 'state';
  const own = isOwn ? addMeaning(trial, limitMeaning, row) : undefined;
  const found: Record<string, number> = {};
  for (const name of limitNames) {
    const source = limits[name];
    if (source === undefined || typeof source === 'number') continue;
    const { raw, value } = encode(
      own ?? measure,
      limitPlaces[name],
      own === undefined ? divisor : 1,
    );
    if (raw < none.below || raw > none.above) continue;
    setCell(trial, source, row.index, raw);
    found[name] = value;
  }
  return found;
}
