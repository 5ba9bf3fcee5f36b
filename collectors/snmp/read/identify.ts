import { SnmpError, type Oid, type SnmpClient } from '../client.ts';
import type { Profiles } from '../profile/load.ts';
import type { Match, Probe, Profile } from '../profile/profile.ts';
import { deviceFamilies } from '../reading.ts';
import { wordAt, type Cells } from './cells.ts';
import { fetchScalars } from './fetch-scalars.ts';
import { readSystem, system, type SystemReading } from './system.ts';

/** What a device said it is, and the profiles it is read with: that of its family first. */
export interface Identification {
  readonly system: SystemReading;
  readonly profiles: readonly Profile[];
}

/**
 * Asks a device what it is. One profile of a family at most applies, the most specific one; generic
 * ones apply wherever their probes answer. An unknown device is read with those alone.
 */
export async function identify(
  client: SnmpClient,
  profiles: Profiles,
  signal: AbortSignal,
): Promise<Identification> {
  const known = readSystem(await fetchScalars(client, Object.values(system), signal));
  const candidates = [...profiles.values()].filter((profile) => says(profile, known));
  const cells = await fetchProbes(client, candidates, signal);
  const matching = candidates.filter(({ match }) => answers(match, cells));
  const [primary] = matching.filter(({ isGeneric }) => !isGeneric).sort(bySpecificity(known));
  return withGenerics(known, primary, matching);
}

/** As the profile somebody chose, or by what the device says where nobody did. */
export function recognise(
  client: SnmpClient,
  profiles: Profiles,
  chosen: string | null,
  signal: AbortSignal,
): Promise<Identification> {
  return chosen === null
    ? identify(client, profiles, signal)
    : identifyAs(chosen, client, profiles, signal);
}

/** For a device whose profile is given: only generic profiles are looked for. */
export async function identifyAs(
  name: string,
  client: SnmpClient,
  profiles: Profiles,
  signal: AbortSignal,
): Promise<Identification> {
  const primary = profiles.get(name);
  if (primary === undefined) throw new Error(`identify device: there is no profile "${name}"`);
  const generics = [...profiles].filter(([, { isGeneric }]) => isGeneric);
  const found = await identify(client, new Map(generics), signal);
  return withGenerics(found.system, primary, found.profiles);
}

function withGenerics(
  known: SystemReading,
  primary: Profile | undefined,
  matching: readonly Profile[],
): Identification {
  const generics = matching
    .filter(({ isGeneric, name }) => isGeneric && name !== primary?.name)
    .filter(({ name }) => primary?.replaces.includes(name) !== true)
    .sort((one, other) => familyRank(one) - familyRank(other));
  return { system: known, profiles: primary === undefined ? generics : [primary, ...generics] };
}

/** A generic profile that says what the device is comes before those that do not. */
function familyRank({ family }: Profile): number {
  return deviceFamilies.indexOf(family);
}

/** Whether the device's own words fit; probes are asked for only where they do. */
function says({ match, isGeneric }: Profile, { objectId, description }: SystemReading): boolean {
  if (match === null) return isGeneric;
  const fits = match.objectIds.length === 0 || prefixLength(match, objectId) > 0;
  return fits && (match.description === null || match.description.test(description ?? ''));
}

/** Numbers in the longest prefix that fits; 0 where none does. */
function prefixLength({ objectIds }: Match, objectId: Oid | null): number {
  const fitting = objectIds.filter((prefix) => `${objectId ?? ''}.`.startsWith(`${prefix}.`));
  return Math.max(0, ...fitting.map((prefix) => prefix.split('.').length));
}

function answers(match: Match | null, cells: Cells): boolean {
  return match === null || match.probes.every((probe) => answersProbe(probe, cells));
}

function answersProbe({ of, matches }: Probe, cells: Cells): boolean {
  const word = wordAt(of, '', cells);
  return word !== null && (matches === null || matches.test(word));
}

/** Longest prefix first; then a description, then the number of probes. */
function bySpecificity({ objectId }: SystemReading) {
  const rank = ({ match }: Profile): readonly number[] => [
    match === null ? 0 : prefixLength(match, objectId),
    match?.description == null ? 0 : 1,
    match?.probes.length ?? 0,
  ];
  return (one: Profile, other: Profile): number => {
    const theirs = rank(other);
    const differences = rank(one).map((own, at) => (theirs[at] ?? 0) - own);
    return differences.find((difference) => difference !== 0) ?? 0;
  };
}

async function fetchProbes(
  client: SnmpClient,
  candidates: readonly Profile[],
  signal: AbortSignal,
): Promise<Cells> {
  const sources = candidates.flatMap(({ match }) => (match?.probes ?? []).map(({ of }) => of));
  const oids = (at: 'scalar' | 'first'): Oid[] => [
    ...new Set(
      sources.flatMap(({ column, index }) => (column !== null && index.at === at ? [column] : [])),
    ),
  ];
  const scalars = await fetchScalars(client, oids('scalar'), signal);
  return new Map([...scalars, ...(await fetchColumns(client, oids('first'), signal))]);
}

/** Together; each for itself where a table that cannot be read is among them. */
async function fetchColumns(
  client: SnmpClient,
  oids: readonly Oid[],
  signal: AbortSignal,
): Promise<Cells> {
  if (oids.length === 0) return new Map();
  try {
    return await client.columns(oids, signal);
  } catch (error) {
    if (!(error instanceof SnmpError) || !isOfTable(error)) throw error;
    if (oids.length === 1) return new Map();
    const alone = [];
    for (const oid of oids) alone.push(...(await fetchColumns(client, [oid], signal)));
    return new Map(alone);
  }
}

/** The device answers, but this part of it is broken. */
function isOfTable({ problem }: SnmpError): boolean {
  return problem === 'endless' || problem === 'malformed' || problem === 'refused';
}
