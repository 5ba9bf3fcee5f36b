import type { DeviceReading, InterfaceReading, SensorReading } from '#collectors/snmp/reading.ts';
import { printedValue } from './reading-json.ts';

/** Tables for people. */
export function readingAsText({
  identity,
  sensors,
  interfaces,
  neighbours,
}: DeviceReading): string {
  const facts = [identity.vendor, identity.model, identity.version].filter((fact) => fact !== null);
  const heading = [
    `${identity.systemName ?? 'unnamed device'}: ${facts.join(' ') || 'unknown device'}`,
    `profile ${identity.profile}, serial ${identity.serial ?? 'unknown'}`,
  ];
  const sections = [
    heading,
    table(sensors.map(sensorRow)),
    table(interfaces.map(interfaceRow)),
    table(neighbours.map((of) => [of.interface, '→', of.remoteSystem ?? '', of.remotePort ?? ''])),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function sensorRow(sensor: SensorReading): string[] {
  const { value, unit } = printedValue(sensor);
  const shown = sensor.state ?? shownNumber(value, unit);
  return [sensor.group, sensor.kind, sensor.name, shown, sensor.severity ?? ''];
}

function shownNumber(value: number, unit: string): string {
  const number = unit === 'ratio' ? value * 100 : value;
  return `${String(Number(number.toPrecision(6)))} ${unit === 'ratio' ? '%' : unit}`;
}

function interfaceRow({ name, alias, isUp, speedBitsPerSecond, counters }: InterfaceReading) {
  const megabits = speedBitsPerSecond === null ? '' : `${String(speedBitsPerSecond / 1e6)} Mbit/s`;
  return [
    name,
    isUp === null ? '' : isUp ? 'up' : 'down',
    megabits,
    `in ${counters.receiveBytes?.value.toString() ?? '–'} B`,
    `out ${counters.transmitBytes?.value.toString() ?? '–'} B`,
    alias ?? '',
  ];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
