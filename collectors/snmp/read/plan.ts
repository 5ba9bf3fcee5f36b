import type { Oid } from '../client.ts';
import type { Meaning, Mechanism, Profile, Scale, Sensor } from '../profile/profile.ts';
import type { Source } from '../profile/source.ts';
import type { Identification } from './identify.ts';
import { interfaceColumns, interfacesChanged } from './interfaces.ts';
import { neighbourColumns } from './neighbours.ts';
import { system } from './system.ts';

/** What one poll of a device asks for, derived from its profiles once. */
export interface ReadingPlan {
  /** That of the device's family first. */
  readonly profiles: readonly Profile[];
  /** The device as it was recognised: another one at the same address needs a plan of its own. */
  readonly objectId: Oid | null;
  readonly mechanisms: ReadonlySet<Mechanism>;
  /** Without their .0. They are few, and read every time. */
  readonly scalars: readonly Oid[];
  readonly groups: readonly ColumnGroup[];
}

/** Columns that are asked for together. No column is in two groups. */
export interface ColumnGroup {
  /** For people: `outlets of sentry4`. */
  readonly name: string;
  /** Names, types and limits: read now and then. */
  readonly fixed: readonly Oid[];
  /** Values, and what decides whether and how they are read. */
  readonly changing: readonly Oid[];
}

export function planReading({ profiles, system: { objectId } }: Identification): ReadingPlan {
  const wanted = new Wanted();
  wanted.scalars(Object.values(system));
  for (const profile of profiles) {
    wanted.group('identity');
    for (const sources of Object.values(profile.identity)) wanted.sources(sources, 'fixed');
    for (const table of profile.tables) {
      wanted.group(`${table.name} of ${profile.name}`);
      for (const sensor of table.sensors) wanted.sensor(sensor);
    }
  }
  const mechanisms = new Set(profiles.flatMap((profile) => profile.mechanisms));
  if (mechanisms.has('interfaces')) {
    wanted.scalars([interfacesChanged]);
    wanted.group('interfaces').columns(interfaceColumns);
  }
  if (mechanisms.has('lldp')) wanted.group('neighbours').columns(neighbourColumns);
  return { profiles, objectId, mechanisms, ...wanted.plan() };
}

function sourcesOfScale(scale: Scale): Source[] {
  switch (scale.by) {
    case 'decimals':
      return [scale.digits];
    case 'exponent':
      return [scale.scale, scale.precision];
    case 'multiplier':
    case 'divisor':
      return [scale.of];
  }
}

type Pace = 'fixed' | 'changing';

/** Collects columns, each in the group that asked for it first. */
class Wanted {
  readonly #scalars = new Set<Oid>();
  readonly #columns = new Map<Oid, { group: string; pace: Pace }>();
  #group = '';

  group(name: string): this {
    this.#group = name;
    return this;
  }

  scalars(oids: readonly Oid[]): void {
    for (const oid of oids) this.#scalars.add(oid);
  }

  columns({ names, values }: { names: readonly Oid[]; values: readonly Oid[] }): void {
    for (const oid of names) this.#column(oid, 'fixed');
    for (const oid of values) this.#column(oid, 'changing');
  }

  sensor(sensor: Sensor): void {
    this.sources([sensor.value, ...(sensor.per ?? []), sensor.severity], 'changing');
    this.sources(
      sensor.when.map(({ of }) => of),
      'changing',
    );
    this.meaning(sensor.meaning);
    if (sensor.limitMeaning !== null) this.meaning(sensor.limitMeaning);
    if (typeof sensor.group !== 'string') this.sources([sensor.group], 'fixed');
    for (const piece of sensor.name) if (typeof piece !== 'string') this.sources(piece, 'fixed');
    for (const limit of Object.values(sensor.limits)) {
      if (typeof limit !== 'number') this.sources([limit], 'fixed');
    }
    for (const scale of sensor.scales) this.sources(sourcesOfScale(scale), 'fixed');
  }

  /** A choice between units of one kind is a setting that people change: Celsius or Fahrenheit. */
  meaning(meaning: Meaning): void {
    if (meaning.is !== 'told') return;
    const kinds = [...meaning.measures.values()].map(({ kind }) => kind);
    this.sources([meaning.by], new Set(kinds).size < kinds.length ? 'changing' : 'fixed');
  }

  sources(sources: readonly (Source | null)[], pace: Pace): void {
    for (const source of sources) if (source !== null) this.#source(source, pace);
  }

  #source({ column, index }: Source, pace: Pace): void {
    if (index.at === 'value') this.#source(index.of, pace);
    if (column === null) return;
    if (index.at === 'scalar') this.#scalars.add(column);
    else this.#column(column, pace);
  }

  #column(oid: Oid, pace: Pace): void {
    const known = this.#columns.get(oid);
    if (known === undefined) this.#columns.set(oid, { group: this.#group, pace });
    else if (pace === 'changing') known.pace = pace;
  }

  plan(): Pick<ReadingPlan, 'scalars' | 'groups'> {
    const names = new Set([...this.#columns.values()].map(({ group }) => group));
    const of = (name: string, wanted: Pace): Oid[] =>
      [...this.#columns].flatMap(([oid, { group, pace }]) =>
        group === name && pace === wanted ? [oid] : [],
      );
    const groups = [...names].map((name) => ({
      name,
      fixed: of(name, 'fixed'),
      changing: of(name, 'changing'),
    }));
    return { scalars: [...this.#scalars], groups };
  }
}
