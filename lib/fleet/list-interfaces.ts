import type { Services } from '#lib/services.ts';
import type { Match } from '#lib/store/store.ts';
import {
  bySaturation,
  interfaceRateFields,
  interfaceRates,
  type InterfaceRates,
} from './interface-rates.ts';
import { readNewest, type Reading } from './read-newest.ts';

/** One network interface of a host. */
export interface InterfaceSummary extends InterfaceRates {
  readonly host: string;
  readonly name: string;
  readonly timeMs: number;
}

/** Busiest first; what nobody knows the speed of stands below, by traffic. */
export async function listInterfaces(
  services: Pick<Services, 'hub' | 'store'>,
  match: Match,
  nowMs: number,
): Promise<InterfaceSummary[]> {
  const readings = await readNewest(services, 'host_network', interfaceRateFields, match, nowMs);
  return readings.flatMap(summary).sort(bySaturation);
}

function summary({ tags, timeMs, values }: Reading): InterfaceSummary[] {
  const { host, interface: name } = tags;
  if (host === undefined || name === undefined) return [];
  return [{ host, name, timeMs, ...interfaceRates(values) }];
}
