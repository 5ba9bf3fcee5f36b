import { readNewestRows, type NewestRow } from '#lib/fleet/read-newest.ts';
import { snmpInfo } from '#lib/metrics/snmp-info.ts';
import type { DeviceReport } from '#lib/model/device-report.ts';
import type { Services } from '#lib/services.ts';
import { findDevice } from './list-devices.ts';
import { listDeviceInterfaces } from './list-device-interfaces.ts';
import { groupSensors, listSensors } from './list-sensors.ts';
import { readDeviceEvents } from './read-device-events.ts';

/** Everything a page about one device shows of now; null when nobody knows it. */
export async function readDevice(
  services: Pick<Services, 'database' | 'hub' | 'store' | 'vault' | 'agents'>,
  name: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<DeviceReport | null> {
  const summary = await findDevice(services, name, nowMs);
  if (!summary) return null;
  const match = { device: [name] };
  const fields = snmpInfo.fields.map((field) => field.name);
  const [infos, sensors, interfaces, events] = await Promise.all([
    readNewestRows(services, 'snmp_info', fields, match, nowMs),
    listSensors(services, match, nowMs),
    listDeviceInterfaces(services, match, nowMs),
    readDeviceEvents(services, match, nowMs, signal),
  ]);
  const info = newestOf(infos);
  return {
    summary,
    info: textsOf(info),
    uptimeSeconds: uptimeOf(info),
    sensors: groupSensors(sensors),
    interfaces: interfaces.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })),
    events: [...events.items],
    eventsSinceMs: events.sinceMs,
  };
}

function newestOf(rows: readonly NewestRow[]): NewestRow | null {
  return rows.reduce<NewestRow | null>(
    (newest, row) => (newest === null || row.timeMs > newest.timeMs ? row : newest),
    null,
  );
}

function textsOf(row: NewestRow | null): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [field, value] of Object.entries(row?.values ?? {})) {
    if (typeof value === 'string' && value !== '') texts[field] = value;
  }
  return texts;
}

function uptimeOf(row: NewestRow | null): number | null {
  const value = row?.values['uptime_seconds'];
  return typeof value === 'number' ? value : null;
}
