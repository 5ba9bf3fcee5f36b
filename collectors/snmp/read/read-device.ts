import type { SnmpClient } from '../client.ts';
import type { DeviceReading } from '../reading.ts';
import { fetchCells } from './fetch-cells.ts';
import { readIdentity } from './identity.ts';
import { readInterfaces } from './interfaces.ts';
import { readNeighbours } from './neighbours.ts';
import type { ReadingPlan } from './plan.ts';
import type { ReadingCache } from './reading-cache.ts';
import { readSensors } from './sensors.ts';

/**
 * Reads a device once. A table that cannot be read is a problem of the reading while the rest of it
 * stands; a device without any answer rejects. Keep one cache for each device and plan.
 */
export async function readDevice(
  client: SnmpClient,
  plan: ReadingPlan,
  cache: ReadingCache,
  signal: AbortSignal,
): Promise<DeviceReading> {
  const { cells, problems } = await fetchCells(client, plan, cache, signal);
  return {
    identity: readIdentity(plan.profiles, cells),
    sensors: readSensors(
      plan.profiles.flatMap(({ tables }) => tables),
      cells,
    ),
    interfaces: plan.mechanisms.has('interfaces') ? readInterfaces(cells) : [],
    neighbours: plan.mechanisms.has('lldp') ? readNeighbours(cells) : [],
    problems,
  };
}
