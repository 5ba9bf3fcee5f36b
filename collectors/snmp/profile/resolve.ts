import { isGroup, severities, type Severity } from '#lib/metrics/facility.ts';
import { parseMeasure } from './measure.ts';
import {
  identityFields,
  limitNames,
  type Match,
  type Meaning,
  type None,
  type Profile,
  type Scale,
  type Sensor,
  type State,
  type Table,
} from './profile.ts';
import type {
  LimitFile,
  NoneFile,
  ProfileFile,
  ScaleFile,
  SensorFile,
  SourceFile,
  TableFile,
} from './schema.ts';
import {
  absoluteOid,
  resolveCondition,
  resolveSource,
  resolveTemplate,
  type Scope,
} from './scope.ts';
import type { Source } from './source.ts';

/** Turns what is written into what is read: every column in full, every measure understood. */
export function resolveProfile(name: string, file: ProfileFile): Profile {
  const scope: Scope = { base: file.base ?? null, columns: {} };
  return {
    name,
    title: file.title,
    family: file.family,
    vendor: file.vendor ?? null,
    match: file.match === undefined ? null : resolveMatch(file.match, scope),
    isGeneric: file.generic,
    replaces: file.replaces,
    identity: within('identity', () => resolveIdentity(file.identity, scope)),
    tables: Object.entries(file.tables).map(([table, of]) =>
      within(`tables.${table}`, () => resolveTable(table, of, scope)),
    ),
    mechanisms: file.mechanisms,
  };
}

/** What is wrong, and where in the file. */
class ProfileFault extends Error {
  readonly place: string;
  readonly fact: string;

  constructor(place: string, fact: string, cause: unknown) {
    super(`${place}: ${fact}`, { cause });
    this.place = place;
    this.fact = fact;
  }
}

function within<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ProfileFault) {
      throw new ProfileFault(`${place}.${error.place}`, error.fact, error);
    }
    throw new ProfileFault(place, error instanceof Error ? error.message : String(error), error);
  }
}

function resolveMatch(file: NonNullable<ProfileFile['match']>, scope: Scope): Match {
  return {
    objectIds: file.objectId ?? [],
    description: file.description ?? null,
    probes: (file.probe ?? []).map(({ oid, matches }) => ({
      of: firstOf(resolveSource(oid, scope)),
      matches: matches ?? null,
    })),
  };
}

/** Outside of a table there is no row: a column stands for its first. */
function firstOf(source: Source): Source {
  return source.index.at === 'row' ? { ...source, index: { at: 'first' } } : source;
}

function resolveIdentity(file: ProfileFile['identity'], scope: Scope): Profile['identity'] {
  return Object.fromEntries(
    identityFields.flatMap((field) => {
      const sources = file[field];
      if (sources === undefined) return [];
      const list: readonly SourceFile[] = Array.isArray(sources) ? sources : [sources];
      return [[field, list.map((source) => firstOf(resolveSource(source, scope)))]];
    }),
  );
}

function resolveTable(name: string, file: TableFile, outer: Scope): Table {
  const scope: Scope = {
    base: file.base === undefined ? outer.base : absoluteOid(file.base, outer.base),
    columns: file.columns ?? {},
  };
  const sensors = file.sensors.map((sensor, at) =>
    within(`sensors[${String(at)}]`, () => resolveSensor(sensor, file, scope)),
  );
  return { name, sensors };
}

function resolveSensor(file: SensorFile, table: TableFile, scope: Scope): Sensor {
  const value = resolveSource(file.value, scope);
  if (value.column === null) throw new Error('value has no column');
  const name = file.name ?? table.name;
  if (name === undefined) throw new Error('sensor has no name');
  return {
    value: { ...value, column: value.column },
    per: file.per === undefined ? null : [file.per].flat().map((of) => resolveSource(of, scope)),
    name: resolveTemplate(name, scope),
    group: resolveGroup(file.group ?? table.group ?? 'device', scope),
    meaning: resolveMeaning(file, scope),
    scales: file.scale === undefined ? [] : [resolveScale(file.scale, scope)],
    none: resolveNone(file.none ?? table.none),
    when: [...(table.when ?? []), ...(file.when ?? [])].map((of) => resolveCondition(of, scope)),
    severity: optional(file.severity, scope),
    ...resolveLimits(file.limits ?? {}, scope),
  };
}

/** A part of the device, or the source that tells which. */
function resolveGroup(file: NonNullable<TableFile['group']>, scope: Scope): Sensor['group'] {
  if (typeof file === 'string') return file;
  const source = resolveSource(file, scope);
  for (const word of [...(source.map?.values() ?? []), source.otherwise ?? 'device']) {
    if (!isGroup(word)) throw new Error(`"${word}" is not a group`);
  }
  return source;
}

function optional(file: SourceFile | undefined, scope: Scope): Source | null {
  return file === undefined ? null : resolveSource(file, scope);
}

function resolveMeaning(file: SensorFile, scope: Scope): Meaning {
  if (file.states !== undefined) return { is: 'state', states: resolveStates(file.states) };
  return resolveMeasure(file.is ?? '', scope);
}

/** Text is a measure; an object is the source of one, and every text of its map is understood. */
function resolveMeasure(file: SourceFile, scope: Scope): Meaning {
  if (typeof file === 'string') return { is: 'measure', measure: parseMeasure(file) };
  const by = resolveSource(file, scope);
  const texts = [...(by.map?.values() ?? []), ...(by.otherwise === null ? [] : [by.otherwise])];
  if (texts.length === 0) throw new Error('is needs a map from values to measures');
  return { is: 'told', by, measures: new Map(texts.map((text) => [text, parseMeasure(text)])) };
}

/** A code that is a number is the value; words are counted in the order they are written. */
function resolveStates(file: NonNullable<SensorFile['states']>): ReadonlyMap<string, State> {
  return new Map(
    Object.entries(file).map(([word, state], at) => {
      const code = /^-?\d+$/.test(word) ? Number(word) : at;
      return [word, { code, ...judged(state) }];
    }),
  );
}

function judged(state: string | Partial<Record<Severity, string>>): Omit<State, 'code'> {
  if (typeof state === 'string') return { text: state, severity: null };
  const severity = severities.find((word) => state[word] !== undefined);
  if (severity === undefined) throw new Error('state has no text');
  return { text: state[severity] ?? '', severity };
}

function resolveScale(file: ScaleFile, scope: Scope): Scale {
  if ('decimals' in file) return { by: 'decimals', digits: resolveSource(file.decimals, scope) };
  if ('multiplier' in file) return { by: 'multiplier', of: resolveSource(file.multiplier, scope) };
  if ('divisor' in file) return { by: 'divisor', of: resolveSource(file.divisor, scope) };
  return {
    by: 'exponent',
    scale: resolveSource(file.exponent, scope),
    precision: resolveSource(file.precision, scope),
  };
}

function resolveNone(file: NoneFile | undefined): None {
  return {
    numbers: new Set(file?.values),
    below: file?.below ?? -Infinity,
    above: file?.above ?? Infinity,
  };
}

function resolveLimit(file: LimitFile, scope: Scope): Source | number {
  return typeof file === 'object' && 'number' in file ? file.number : resolveSource(file, scope);
}

function resolveLimits(
  file: NonNullable<SensorFile['limits']>,
  scope: Scope,
): Pick<Sensor, 'limits' | 'limitMeaning'> {
  const limits = limitNames.flatMap((name) => {
    const limit = file[name];
    if (limit === undefined) return [];
    return [[name, resolveLimit(limit, scope)] as const];
  });
  return {
    limits: Object.fromEntries(limits),
    limitMeaning: file.is === undefined ? null : resolveMeasure(file.is, scope),
  };
}
