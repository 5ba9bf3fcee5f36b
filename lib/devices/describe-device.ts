import { formatAge } from '#lib/format/duration.ts';
import { formatText, type DisplayUnit } from '#lib/format/value.ts';
import { facilityKinds } from '#lib/metrics/facility.ts';
import type {
  DeviceInterface,
  DeviceReport,
  DeviceSensor,
  SensorGroup,
} from '#lib/model/device-report.ts';
import { outputPower } from './power-figures.ts';
import { weightOf } from './sensor-level.ts';

/** More than anybody reads in one sentence. */
const mostRemarks = 3;

type Story = Pick<DeviceReport, 'summary' | 'sensors' | 'interfaces'>;

/** How a device is, in one sentence: whether it answers, then the worst it says, then what it does. */
export function describeDevice({ summary, sensors, interfaces }: Story, nowMs: number): string {
  const { poll, polledBy } = summary;
  switch (poll.state) {
    case 'waiting':
      return polledBy === null
        ? 'Not polled yet, and nobody is named to poll it.'
        : `Not polled yet: waiting for the agent of ${polledBy}.`;
    case 'down':
      return `Does not answer: ${poll.lastError?.text ?? 'its newest poll failed'}. What stands here is the last it said.`;
    case 'silent':
      return `Silent for ${formatAge(nowMs - (poll.timeMs ?? nowMs))}: nobody reports polls of it${polledBy === null ? '' : `, the agent of ${polledBy} should`}. What stands here is the last it said.`;
    case 'up':
      return sentence([...remarksOf(sensors), ...factsOf(sensors, interfaces)]);
  }
}

function sentence(parts: readonly string[]): string {
  const text = parts.join('; ');
  return text === '' ? 'It answers.' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function remarksOf(groups: readonly SensorGroup[]): string[] {
  const troubled = flat(groups)
    .filter(({ severity }) => weightOf(severity) > 0)
    .sort((a, b) => weightOf(b.severity) - weightOf(a.severity));
  const rest = troubled.length - mostRemarks;
  return [
    ...troubled.slice(0, mostRemarks).map(remark),
    ...(rest > 0 ? [`and ${rest} more ${rest === 1 ? 'sensor is' : 'sensors are'} not well`] : []),
  ];
}

function remark(sensor: DeviceSensor): string {
  if (sensor.kind === 'state') return `${sensor.name}: ${sensor.state ?? sensor.severity ?? ''}`;
  const kind = sensor.kind.replaceAll('_', ' ');
  return `${sensor.name} ${kind} ${shown(sensor, sensor.value)}${limitWords(sensor)}`;
}

/** Which of its limits it has passed; empty where the device says no more than that it is not well. */
function limitWords(sensor: DeviceSensor): string {
  const { value, criticalHigh, warningHigh, criticalLow, warningLow } = sensor;
  if (value === null) return '';
  const above = [criticalHigh, warningHigh].find((limit) => limit !== null && value >= limit);
  if (above !== undefined) return `, above ${shown(sensor, above)}`;
  const below = [criticalLow, warningLow].find((limit) => limit !== null && value <= limit);
  return below === undefined ? '' : `, below ${shown(sensor, below)}`;
}

const units: Readonly<Record<string, DisplayUnit>> = facilityKinds;

function shown({ kind }: DeviceSensor, value: number | null): string {
  return formatText(value, units[kind] ?? 'none');
}

function factsOf(groups: readonly SensorGroup[], interfaces: readonly DeviceInterface[]): string[] {
  const sensors = flat(groups);
  const power = outputPower(sensors);
  const runtimes = valuesOf(sensors, 'runtime');
  const facts: string[] = [];
  if (power !== null) facts.push(formatText(power, 'watts'));
  if (runtimes.length > 0) {
    facts.push(`${formatText(Math.min(...runtimes), 'seconds')} of runtime`);
  }
  if (interfaces.length > 0) {
    const up = interfaces.filter((each) => each.up === true).length;
    facts.push(`${up} of ${interfaces.length} interfaces up`);
  }
  const isWell = sensors.every(({ severity }) => weightOf(severity) === 0);
  if (isWell && sensors.length > 0) {
    facts.unshift(`nothing stands out among ${sensors.length} sensors`);
  }
  return facts;
}

function valuesOf(sensors: readonly DeviceSensor[], kind: string): number[] {
  return sensors.flatMap((each) => (each.kind === kind && each.value !== null ? [each.value] : []));
}

function flat(groups: readonly SensorGroup[]): DeviceSensor[] {
  return groups.flatMap(({ kinds }) => kinds.flatMap(({ sensors }) => sensors));
}
