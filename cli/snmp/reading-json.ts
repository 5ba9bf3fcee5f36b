import type { FacilityKind } from '#lib/metrics/facility.ts';
import type { DeviceReading, InterfaceReading, SensorReading } from '#collectors/snmp/reading.ts';

/** Units of the printed JSON where they are not base units: those that people read on the device. */
const printed: Readonly<Record<FacilityKind, { readonly unit: string; readonly per: number }>> = {
  power: { unit: 'W', per: 1 },
  apparent_power: { unit: 'VA', per: 1 },
  power_factor: { unit: 'ratio', per: 1 },
  energy: { unit: 'Wh', per: 1 / 3600 },
  current: { unit: 'A', per: 1 },
  voltage: { unit: 'V', per: 1 },
  frequency: { unit: 'Hz', per: 1 },
  temperature: { unit: 'celsius', per: 1 },
  humidity: { unit: 'ratio', per: 1 },
  load: { unit: 'ratio', per: 1 },
  charge: { unit: 'ratio', per: 1 },
  runtime: { unit: 'seconds', per: 1 },
  fan_speed: { unit: 'rpm', per: 60 },
  fan_ratio: { unit: 'ratio', per: 1 },
  waterflow: { unit: 'L/min', per: 60_000 },
  airflow: { unit: 'm3/h', per: 3600 },
  pressure: { unit: 'Pa', per: 1 },
  state: { unit: 'state', per: 1 },
};

/** A value in the unit it is printed in. */
export function printedValue({ kind, value }: SensorReading): { value: number; unit: string } {
  const { unit, per } = printed[kind];
  return { value: Number((value * per).toPrecision(10)), unit };
}

/** One JSON object: device, sensors, interfaces, neighbours and problems. */
export function readingAsJson(reading: DeviceReading): string {
  const { identity } = reading;
  const object = {
    device: {
      sysName: identity.systemName,
      sysDescr: identity.systemDescription,
      sysObjectID: identity.objectId,
      sysLocation: identity.systemLocation,
      uptimeSeconds: identity.uptimeSeconds,
      profile: identity.profile,
      family: identity.family,
      vendor: identity.vendor,
      model: identity.model,
      serial: identity.serial,
      version: identity.version,
    },
    sensors: reading.sensors.map(sensorAsJson),
    interfaces: reading.interfaces.map(interfaceAsJson),
    neighbours: reading.neighbours,
    problems: reading.problems,
  };
  return `${JSON.stringify(object, null, 2)}\n`;
}

function sensorAsJson(sensor: SensorReading) {
  return {
    oid: sensor.oid,
    name: sensor.name,
    class: sensor.kind,
    group: sensor.group,
    ...printedValue(sensor),
    status: sensor.severity,
    state: sensor.state,
  };
}

function interfaceAsJson({ counters, ...reading }: InterfaceReading) {
  const count = (name: keyof typeof counters): string | null =>
    counters[name]?.value.toString() ?? null;
  return {
    name: reading.statedName,
    alias: reading.alias,
    speedMbps:
      reading.speedBitsPerSecond === null ? null : Math.round(reading.speedBitsPerSecond / 1e6),
    adminUp: reading.isAdminUp,
    operUp: reading.isUp,
    inOctets: count('receiveBytes'),
    outOctets: count('transmitBytes'),
    inErrors: count('receiveErrors'),
    outErrors: count('transmitErrors'),
    inDiscards: count('receiveDrops'),
    outDiscards: count('transmitDrops'),
  };
}
