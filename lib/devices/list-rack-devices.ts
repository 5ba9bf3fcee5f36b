import type { Rack } from '#lib/model/place.ts';
import type { Services } from '#lib/services.ts';
import { listKnown } from './list-devices.ts';

/**
 * Names of the devices at each rack: those placed there, and those whose own words for where they
 * hang (SNMP's sysLocation) name the rack and its row.
 */
export async function listRackDevices(
  services: Pick<Services, 'database' | 'hub' | 'store' | 'vault'>,
  racks: readonly Rack[],
  nowMs: number,
): Promise<ReadonlyMap<string, string[]>> {
  const byWords = new Map(racks.map((rack) => [wordsKey(rack.name, rack.row), rack.id]));
  const devices = new Map<string, string[]>();
  for (const { name, rack, location } of await listKnown(services, {}, nowMs)) {
    const id = rack?.id ?? byWords.get(keyOf(location ?? ''));
    if (id === undefined) continue;
    devices.set(id, [...(devices.get(id) ?? []), name]);
  }
  return devices;
}

function keyOf(location: string): string {
  const rack = /\brack ([^\s,›]+)/i.exec(location)?.[1];
  const row = /\brow ([^\s,›]+)/i.exec(location)?.[1];
  return wordsKey(rack ?? '', row ?? '');
}

function wordsKey(rack: string, row: string): string {
  return `${row.toLowerCase()}/${rack.toLowerCase()}`;
}
