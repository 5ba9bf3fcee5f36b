import type { LinkEnd } from '#lib/model/device-report.ts';

/** A machine or device that a neighbour may turn out to be. */
export interface KnownSystem {
  readonly kind: LinkEnd['kind'];
  readonly name: string;
  /** Other names it gives itself, such as its sysName. */
  readonly aliases: readonly string[];
  readonly interfaces: ReadonlySet<string>;
}

export interface NeighbourClaim {
  readonly remoteSystem: string | null;
  readonly remotePort: string | null;
  readonly remoteChassis: string | null;
}

/** @returns finds who a neighbour is; null where it is none of those known, or could be several */
export function createSystemIndex(
  systems: readonly KnownSystem[],
  claims: readonly NeighbourClaim[],
): (claim: NeighbourClaim) => LinkEnd | null {
  const byName = indexNames(systems);
  const byChassis = new Map<string, KnownSystem | null>();
  const named = (claim: NeighbourClaim): KnownSystem | null => {
    if (claim.remoteSystem === null) return null;
    const [full, short] = namesOf(claim.remoteSystem);
    return byName.get(full) ?? byName.get(short) ?? null;
  };
  // One interface may tell only the chassis of which another also tells the name.
  for (const claim of claims) {
    const system = named(claim);
    if (system) put(byChassis, chassisKey(claim.remoteChassis), system);
  }
  return (claim) => {
    const system = named(claim) ?? byChassis.get(chassisKey(claim.remoteChassis));
    return system ? endOf(system, claim.remotePort) : null;
  };
}

function endOf(system: KnownSystem, port: string | null): LinkEnd {
  const { kind, name, interfaces } = system;
  return { kind, name, interface: port !== null && interfaces.has(port) ? port : null };
}

/** By full and by short name; null for a name that several share. */
function indexNames(systems: readonly KnownSystem[]): ReadonlyMap<string, KnownSystem | null> {
  const index = new Map<string, KnownSystem | null>();
  const short = new Map<string, KnownSystem | null>();
  for (const system of systems) {
    for (const name of new Set([system.name, ...system.aliases])) {
      const [whole, host] = namesOf(name);
      put(index, whole, system);
      put(short, host, system);
    }
  }
  for (const [name, system] of short) if (!index.has(name)) index.set(name, system);
  return index;
}

function put(index: Map<string, KnownSystem | null>, key: string, system: KnownSystem): void {
  if (key === '') return;
  const other = index.get(key);
  index.set(key, other === undefined || other === system ? system : null);
}

/** The name as a whole and without its domain; systems do not agree about either case or domain. */
function namesOf(name: string): readonly [string, string] {
  const whole = name.trim().toLowerCase();
  return [whole, whole.split('.', 1)[0] ?? whole];
}

/** Hexadecimal digits alone: 00:1B:2c…, 00-1b-2c… and 001b.2c… are the same address. */
function chassisKey(chassis: string | null): string {
  return (chassis ?? '').toLowerCase().replaceAll(/[^0-9a-z]/g, '');
}
