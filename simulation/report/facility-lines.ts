import { severities, type Severity } from '#lib/metrics/facility.ts';
import type { Point } from '#lib/model/sample.ts';
import { at } from '../columns.ts';
import type { Hall } from '../hall-state.ts';
import type { HallPlan } from '../plan/hall-plan.ts';
import type { Random } from '../random.ts';
import { headOf, simulated } from './heads.ts';
import { bytesOf, firstField, nextField, type LineWriter } from './line-writer.ts';
import { sensorsOf, type Sensor } from './sensors.ts';

const value = firstField('value');
const severity = nextField('severity');

export interface SensorLine {
  readonly sensor: Sensor;
  readonly head: Uint8Array;
  /** Limits, which do not change. */
  readonly limits: Uint8Array;
}

export function sensorLines(plan: HallPlan): SensorLine[] {
  return sensorsOf(plan).map((sensor) => ({
    sensor,
    head: headOf('facility', {
      ...{ device: sensor.device, sensor: sensor.name, kind: sensor.kind, group: sensor.group },
      ...simulated,
    }),
    limits: limitsOf(sensor),
  }));
}

function limitsOf({ criticalLow, warningLow, warningHigh, criticalHigh }: Sensor): Uint8Array {
  const limits = {
    critical_low: criticalLow,
    warning_low: warningLow,
    warning_high: warningHigh,
    critical_high: criticalHigh,
  };
  const told = Object.entries(limits).flatMap(([name, limit]) =>
    limit === undefined ? [] : [`,${name}=${limit}`],
  );
  return bytesOf(told.join(''));
}

export function writeSensor(
  writer: LineWriter,
  hall: Hall,
  { sensor, head, limits }: SensorLine,
  { time, random }: { readonly time: Uint8Array; readonly random: Random },
): void {
  const exact = sensor.read(hall);
  const read = exact === 0 ? 0 : Math.max(0, exact + sensor.noise * random.noise());
  writer.begin(head);
  writer.float(value, read, sensor.digits);
  writer.integer(severity, severities.indexOf(severityOf(sensor, read)));
  writer.raw(limits);
  writer.end(time);
}

function severityOf(sensor: Sensor, read: number): Severity {
  const { criticalLow, warningLow, warningHigh, criticalHigh } = sensor;
  if (read < (criticalLow ?? -Infinity) || read > (criticalHigh ?? Infinity)) return 'critical';
  return read < (warningLow ?? -Infinity) || read > (warningHigh ?? Infinity) ? 'warning' : 'ok';
}

/** States in words: few, so the usual encoder makes them. */
export function statePoints(hall: Hall, timeNs: bigint): Point[] {
  const { plan, room, power } = hall;
  const units = plan.coolingUnits.map(({ name }, unit) =>
    statePoint(
      name,
      timeNs,
      at(room.faults.unitOff, unit) === 1 ? ['off', 'critical'] : ['on', 'ok'],
    ),
  );
  const upses = plan.upses.map(({ name }, feed) =>
    statePoint(name, timeNs, upsState(at(power.upsLive, feed), at(power.onBattery, feed))),
  );
  return [...units, ...upses];
}

function upsState(isLive: number, isOnBattery: number): readonly [string, Severity] {
  if (isLive === 0) return ['output off', 'critical'];
  return isOnBattery === 1 ? ['on battery', 'critical'] : ['on line', 'ok'];
}

function statePoint(
  device: string,
  timeNs: bigint,
  [state, severity]: readonly [string, Severity],
): Point {
  const level = severities.indexOf(severity);
  return {
    measurement: 'facility',
    tags: { device, sensor: 'Status', kind: 'state', group: 'device', ...simulated },
    fields: {
      value: { type: 'float', value: level + 1 },
      state: { type: 'string', value: state },
      severity: { type: 'integer', value: BigInt(level) },
    },
    timeNs,
  };
}
