import { loadAllProfiles } from '#collectors/snmp/built-in-profiles.ts';
import { identify } from '#collectors/snmp/read/identify.ts';
import { planReading } from '#collectors/snmp/read/plan.ts';
import { readDevice } from '#collectors/snmp/read/read-device.ts';
import { ReadingCache } from '#collectors/snmp/read/reading-cache.ts';
import type { DeviceReading, SensorReading } from '#collectors/snmp/reading.ts';
import { recordedClient } from './recorded-client.ts';

/** Reads a device that has these objects and sysObjectID, as it would be read in the field. */
export async function readRecorded(
  objectId: string,
  ...objects: readonly string[]
): Promise<DeviceReading> {
  const signal = new AbortController().signal;
  const client = recordedClient([`1.3.6.1.2.1.1.2.0|oid|${objectId}`, ...objects].join('\n'));
  const plan = planReading(await identify(client, loadAllProfiles(null), signal));
  return readDevice(client, plan, new ReadingCache(), signal);
}

export async function sensorsOf(
  objectId: string,
  ...objects: readonly string[]
): Promise<readonly SensorReading[]> {
  return (await readRecorded(objectId, ...objects)).sensors;
}
