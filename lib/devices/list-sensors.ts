import { readNewestRows, type NewestRow } from '#lib/fleet/read-newest.ts';
import { facilityGroups, facilityKinds } from '#lib/metrics/facility.ts';
import type { DeviceSensor, FleetSensor, SensorGroup } from '#lib/model/device-report.ts';
import type { Services } from '#lib/services.ts';
import type { Match } from '#lib/store/store.ts';
import { levelOf } from './sensor-level.ts';

const fields = [
  'value',
  'state',
  'severity',
  'critical_low',
  'warning_low',
  'warning_high',
  'critical_high',
];

/** Newest value of every sensor that matches, by device and name. */
export async function listSensors(
  services: Pick<Services, 'hub' | 'store'>,
  match: Match,
  nowMs: number,
): Promise<FleetSensor[]> {
  const newest = new Map<string, FleetSensor>();
  for (const row of await readNewestRows(services, 'facility', fields, match, nowMs)) {
    const sensor = sensorOf(row);
    const key = JSON.stringify([sensor.device, sensor.kind, sensor.name]);
    // One that moved to another group has left a series behind.
    if ((newest.get(key)?.timeMs ?? 0) <= sensor.timeMs) newest.set(key, sensor);
  }
  return [...newest.values()].sort(
    (a, b) => natural(a.device, b.device) || natural(a.name, b.name),
  );
}

function natural(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function sensorOf({ tags, timeMs, values }: NewestRow): FleetSensor {
  const { device = '', sensor = '', kind = '', group = '' } = tags;
  const number = (field: string) => numberOf(values[field]);
  return {
    device,
    name: sensor,
    kind,
    group,
    unit: unitOf(kind),
    simulated: tags['simulated'] === 'true',
    timeMs,
    value: number('value'),
    state: typeof values['state'] === 'string' ? values['state'] : null,
    severity: levelOf(values['severity']),
    criticalLow: number('critical_low'),
    warningLow: number('warning_low'),
    warningHigh: number('warning_high'),
    criticalHigh: number('critical_high'),
  };
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

const units: Readonly<Record<string, string>> = facilityKinds;

function unitOf(kind: string): string {
  return Object.hasOwn(units, kind) ? (units[kind] ?? 'none') : 'none';
}

/** In the order in which a device is usually read: from the whole of it to its parts. */
export function groupSensors(sensors: readonly DeviceSensor[]): SensorGroup[] {
  const groups = sorted(new Set(sensors.map(({ group }) => group)), facilityGroups);
  return groups.map((group) => {
    const own = sensors.filter((sensor) => sensor.group === group);
    const kinds = sorted(new Set(own.map(({ kind }) => kind)), Object.keys(facilityKinds));
    return {
      group,
      kinds: kinds.map((kind) => ({
        kind,
        unit: unitOf(kind),
        sensors: own.filter((sensor) => sensor.kind === kind),
      })),
    };
  });
}

/** What another version of an agent names stands at the end. */
function sorted(names: ReadonlySet<string>, order: readonly string[]): string[] {
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...names].sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}
