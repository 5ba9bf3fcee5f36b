import type { DeviceReading, SensorReading } from '#collectors/snmp/reading.ts';
import type { Recognised } from '#lib/model/device-probe.ts';

const longestName = 120;
const longestText = 500;
const most = { sensors: 200, interfaces: 100, problems: 50 };

/** What one reading says, cut down to what fits a message. */
export function recognised(reading: DeviceReading, pollSeconds: number): Recognised {
  const { identity, sensors, interfaces, neighbours, problems } = reading;
  const text = (value: string | null) => (value === null ? null : clip(value));
  return {
    profile: clip(identity.profile),
    family: identity.family,
    vendor: text(identity.vendor),
    model: text(identity.model),
    serial: text(identity.serial),
    version: text(identity.version),
    systemName: text(identity.systemName),
    systemDescription: text(identity.systemDescription),
    objectId: text(identity.objectId),
    pollSeconds,
    sensorKinds: countKinds(sensors),
    sensors: sensors.slice(0, most.sensors).map(sensorOf),
    interfaceCount: interfaces.length,
    interfaces: interfaces.slice(0, most.interfaces).map(({ name }) => clip(name, longestName)),
    neighbourCount: neighbours.length,
    problems: problems.slice(0, most.problems).map((problem) => clip(problem)),
  };
}

/** Devices say what they like at any length. */
export function clip(text: string, longest = longestText): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

function sensorOf({ name, kind, group, value, state, severity }: SensorReading) {
  return {
    name: clip(name, longestName),
    kind,
    group,
    value,
    state: state === null ? null : clip(state, longestName),
    severity,
  };
}

function countKinds(sensors: readonly SensorReading[]): Recognised['sensorKinds'] {
  const counts = new Map<string, number>();
  for (const { kind } of sensors) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Array.from(counts, ([kind, count]) => ({ kind, count }));
}
