import { countAddresses, listAddresses, parseAddressRange } from '#lib/model/address-range.ts';
import type { DeviceSummary } from '#lib/model/device-report.ts';
import type { SweepFind } from '#lib/model/device-probe.ts';
import { credentialsBody, emptyCredentials, type CredentialDraft } from './credential-draft.ts';

/** Which addresses are to be asked, and how, as it is typed. */
export interface SweepDraft {
  /** One range a line, or separated by commas. */
  readonly ranges: string;
  readonly ports: string;
  readonly requestsPerSecond: string;
  readonly polledBy: string;
  /** Tried in this order. */
  readonly credentials: readonly CredentialDraft[];
}

export function beginSweepDraft(polledBy: string): SweepDraft {
  return {
    ranges: '',
    ports: '161',
    requestsPerSecond: '50',
    polledBy,
    credentials: [emptyCredentials],
  };
}

export function sweepBody(draft: SweepDraft): Readonly<Record<string, unknown>> {
  return {
    ranges: rangesOf(draft.ranges),
    ports: words(draft.ports).map(Number),
    requestsPerSecond: Number(draft.requestsPerSecond),
    credentials: draft.credentials.map(credentialsBody),
    polledBy: draft.polledBy,
  };
}

export function rangesOf(text: string): string[] {
  return text
    .split(/[\n,;]/)
    .map((range) => range.trim())
    .filter((range) => range !== '');
}

function words(text: string): string[] {
  return text.split(/[\s,;]+/).filter((word) => word !== '');
}

/** A range that is none, by its own words; null where all are well. */
export function badRange(text: string): string | null {
  return rangesOf(text).find((range) => parseAddressRange(range) === null) ?? null;
}

/** More are not even listed, only counted. */
const mostListed = 100_000;

/** Addresses that will be asked, each once. */
export function countSweep(text: string): number {
  const ranges = rangesOf(text).flatMap((range) => parseAddressRange(range) ?? []);
  const atMost = ranges.reduce((sum, range) => sum + countAddresses(range), 0);
  return atMost > mostListed ? atMost : listAddresses(ranges).length;
}

/** At least so long: each address is asked with each set of credentials on each port. */
export function leastSeconds(draft: SweepDraft): number {
  const questions = countSweep(draft.ranges) * words(draft.ports).length * draft.credentials.length;
  return questions / Math.max(1, Number(draft.requestsPerSecond));
}

export function findKey({ address, port }: Pick<SweepFind, 'address' | 'port'>): string {
  return `${address}:${port}`;
}

/** What is polled already, by address; it is shown and not offered again. */
export function polledAddresses(
  devices: readonly Pick<DeviceSummary, 'address' | 'name'>[],
): ReadonlyMap<string, string> {
  return new Map(
    devices.flatMap(({ address, name }) => (address === null ? [] : [[address, name] as const])),
  );
}

/** Names that are proposed: what each calls itself, its address where that is no name or taken. */
export function proposeNames(
  found: readonly SweepFind[],
  taken: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const used = new Set(taken);
  const names = new Map<string, string>();
  for (const find of found) {
    const own = find.systemName?.trim() ?? '';
    const name = own === '' || own.length > 128 || used.has(own) ? find.address : own;
    used.add(name);
    names.set(findKey(find), name);
  }
  return names;
}
