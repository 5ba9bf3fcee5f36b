import { isGroup, severities, type FacilityGroup, type Severity } from '#lib/metrics/facility.ts';
import { toBase, type Measure } from '../profile/measure.ts';
import {
  limitNames,
  type Meaning,
  type None,
  type Scale,
  type Sensor,
  type Table,
} from '../profile/profile.ts';
import type { Source } from '../profile/source.ts';
import type { SensorLimits, SensorReading } from '../reading.ts';
import { fill, holds, numberAt, wordAt, type Cells } from './cells.ts';

/** Reads every sensor of the tables. What a device does not have is not in the answer. */
export function readSensors(tables: readonly Table[], cells: Cells): SensorReading[] {
  return withUniqueNames(
    tables.flatMap(({ sensors }) => sensors.flatMap((sensor) => readRows(sensor, cells))),
  );
}

interface Row extends SensorReading {
  readonly row: string;
}

function readRows(sensor: Sensor, cells: Cells): Row[] {
  if (sensor.value.index.at === 'scalar') return readRow(sensor, '0', cells);
  const rows = [...(cells.get(sensor.value.column)?.keys() ?? [])];
  return rows.flatMap((row) => readRow(sensor, row, cells));
}

function readRow(sensor: Sensor, row: string, cells: Cells): Row[] {
  if (!sensor.when.every((condition) => holds(condition, row, cells))) return [];
  const value = valueAt(sensor, row, cells);
  if (value === null) return [];
  const severity = sensor.severity === null ? null : wordAt(sensor.severity, row, cells);
  return [
    {
      ...value,
      row,
      oid: sensor.per === null ? `${sensor.value.column}.${row}` : null,
      name: fill(sensor.name, row, cells),
      group: groupAt(sensor.group, row, cells),
      severity: value.severity ?? severityOf(severity),
    },
  ];
}

function groupAt(group: Sensor['group'], row: string, cells: Cells): FacilityGroup {
  if (typeof group === 'string') return group;
  const word = wordAt(group, row, cells) ?? 'device';
  return isGroup(word) ? word : 'device';
}

type Value = Pick<SensorReading, 'kind' | 'value' | 'state' | 'severity' | 'limits'>;

function valueAt(sensor: Sensor, row: string, cells: Cells): Value | null {
  if (sensor.meaning.is === 'state') return stateAt(sensor, sensor.meaning.states, row, cells);
  const measure = measureAt(sensor.meaning, row, cells);
  const number = present(numberAt(sensor.value, row, cells), sensor.none);
  if (measure === null || number === null) return null;
  const share = sensor.per === null ? number : shareOf(number, sumOf(sensor.per, row, cells));
  const scale = scaleAt(sensor.scales, row, cells);
  if (share === null || scale === null) return null;
  const value = toBase(measure, share * scale);
  if (!Number.isFinite(value)) return null;
  const limits = limitsAt(sensor, measure, scale, row, cells);
  return { kind: measure.kind, value, state: null, severity: null, limits };
}

function stateAt(
  sensor: Sensor,
  states: Extract<Meaning, { is: 'state' }>['states'],
  row: string,
  cells: Cells,
): Value | null {
  const word = wordAt(sensor.value, row, cells);
  const state = word === null ? undefined : states.get(word);
  if (state === undefined) return null;
  const { code, text, severity } = state;
  return { kind: 'state', value: code, state: text, severity, limits: {} };
}

function measureAt(meaning: Meaning, row: string, cells: Cells): Measure | null {
  switch (meaning.is) {
    case 'measure':
      return meaning.measure;
    case 'told':
      return meaning.measures.get(wordAt(meaning.by, row, cells) ?? '') ?? null;
    case 'state':
      return null;
  }
}

function present(number: number | null, none: None): number | null {
  if (number === null || none.numbers.has(number)) return null;
  return number < none.below || number > none.above ? null : number;
}

function sumOf(sources: readonly Source[], row: string, cells: Cells): number | null {
  const numbers = sources.map((source) => numberAt(source, row, cells));
  return numbers.reduce(
    (sum, number) => (sum === null || number === null ? null : sum + number),
    0,
  );
}

function shareOf(number: number, whole: number | null): number | null {
  return whole === null || whole <= 0 ? null : number / whole;
}

/** Null where the device does not say how to read the number. */
function scaleAt(scales: readonly Scale[], row: string, cells: Cells): number | null {
  let product = 1;
  for (const scale of scales) {
    const factor = factorOf(scale, row, cells);
    if (factor === null) return null;
    product *= factor;
  }
  return product;
}

function factorOf(scale: Scale, row: string, cells: Cells): number | null {
  switch (scale.by) {
    case 'decimals': {
      const digits = numberAt(scale.digits, row, cells);
      return digits === null ? null : 10 ** -digits;
    }
    case 'exponent': {
      const exponent = numberAt(scale.scale, row, cells);
      const precision = numberAt(scale.precision, row, cells);
      return exponent === null || precision === null
        ? null
        : 10 ** (3 * (exponent - 9) - precision);
    }
    case 'multiplier':
      return multiplied(numberAt(scale.of, row, cells));
    case 'divisor':
      return divided(numberAt(scale.of, row, cells));
  }
}

function multiplied(by: number | null): number | null {
  if (by === null) return null;
  return by < 0 ? 1 / -by : by === 0 ? 1 : by;
}

function divided(by: number | null): number | null {
  return by === null || by === 0 ? null : 1 / by;
}

function limitsAt(
  sensor: Sensor,
  measure: Measure,
  scale: number,
  row: string,
  cells: Cells,
): SensorLimits {
  const own = sensor.limitMeaning === null ? null : measureAt(sensor.limitMeaning, row, cells);
  const found = limitNames.flatMap((name) => {
    const limit = sensor.limits[name];
    if (limit === undefined) return [];
    const number =
      typeof limit === 'number' ? limit : present(numberAt(limit, row, cells), sensor.none);
    if (number === null) return [];
    return [[name, own === null ? toBase(measure, number * scale) : toBase(own, number)] as const];
  });
  return Object.fromEntries(found);
}

function severityOf(word: string | null): Severity | null {
  return severities.find((severity) => severity === word) ?? null;
}

/** Devices give two probes one name: the later of them carry their row. */
function withUniqueNames(rows: readonly Row[]): SensorReading[] {
  const taken = new Set<string>();
  return rows.map(({ row, ...reading }) => {
    const named = reading.name === '' ? row : reading.name;
    const name = [named, `${named} (${row})`, `${named} (${reading.oid ?? row})`].find(
      (candidate) => !taken.has(`${reading.kind} ${candidate}`),
    );
    taken.add(`${reading.kind} ${name ?? named}`);
    return { ...reading, name: name ?? named };
  });
}
