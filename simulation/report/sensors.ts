import type { FacilityGroup, FacilityKind } from '#lib/metrics/facility.ts';
import { relativeHumidity } from '../air/air.ts';
import { setpointCelsius } from '../air/room.ts';
import { at, entry } from '../columns.ts';
import { pdu, phaseAmperes, phaseVolts } from '../electricity/power-chain.ts';
import type { Hall } from '../hall-state.ts';
import type { HallPlan } from '../plan/hall-plan.ts';

/** One sensor of a facility device: where to read it, and beyond what the device warns. */
export interface Sensor {
  readonly device: string;
  readonly name: string;
  readonly kind: FacilityKind;
  readonly group: FacilityGroup;
  /** Digits after the point that the device tells. */
  readonly digits: number;
  /** Deviation of its noise, in the unit of its kind. */
  readonly noise: number;
  readonly read: (hall: Hall) => number;
  readonly warningHigh?: number;
  readonly criticalHigh?: number;
  readonly warningLow?: number;
  readonly criticalLow?: number;
}

/** [ASHRAE TC 9.9, 5th edition] H1: 22 °C recommended, 25 °C allowable; A2: 27 and 35 °C. */
const inletLimits = { warningHigh: 27, criticalHigh: 32 } as const;
const dewPointCelsius = 10.5;
const phases = ['L1', 'L2', 'L3'] as const;

export function sensorsOf(plan: HallPlan): Sensor[] {
  return [
    ...plan.pdus.flatMap((_, index) => pduSensors(plan, index)),
    ...plan.coolingUnits.flatMap((_, index) => coolingSensors(plan, index)),
    ...plan.upses.flatMap((_, index) => upsSensors(plan, index)),
  ];
}

function pduSensors(plan: HallPlan, index: number): Sensor[] {
  const { name: device, rack, feed } = entry(plan.pdus, index);
  const watts = (hall: Hall) =>
    phases.reduce((sum, _, phase) => sum + at(hall.power.phaseWatts, 3 * index + phase), 0);
  const whole = { device, group: 'device' } as const;
  const environment = {
    device,
    group: 'environment',
    kind: 'temperature',
    digits: 1,
    noise: 0.08,
  } as const;
  return [
    { ...whole, name: 'Total', kind: 'power', digits: 0, noise: 8, read: watts },
    {
      ...whole,
      name: 'Total',
      kind: 'energy',
      digits: 0,
      noise: 0,
      read: ({ power }) => at(power.pduJoules, index),
    },
    ...phases.flatMap((name, phase) => phaseSensors(device, name, index, phase)),
    // Probes hang in front of the rack on one PDU and behind it on the other.
    ...(feed === 'a'
      ? [
          {
            ...{ ...environment, ...inletLimits, name: 'Inlet' },
            read: ({ room }: Hall) => at(room.rackInlet, rack),
          },
          {
            ...({ ...environment, group: 'environment', kind: 'humidity', name: 'Inlet' } as const),
            ...{ digits: 3, noise: 0.004 },
            read: ({ room }: Hall) => relativeHumidity(at(room.rackInlet, rack), dewPointCelsius),
          },
        ]
      : [
          {
            ...{ ...environment, name: 'Exhaust', warningHigh: 50, criticalHigh: 60 },
            read: ({ room }: Hall) => at(room.rackExhaust, rack),
          },
        ]),
  ];
}

function phaseSensors(device: string, name: string, index: number, phase: number): Sensor[] {
  const shared = { device, name, group: 'phase' } as const;
  return [
    {
      ...{ ...shared, kind: 'current', digits: 2, noise: 0.04 },
      ...{ warningHigh: pdu.warningAmperes, criticalHigh: pdu.breakerAmperes },
      read: ({ power, plan }) => phaseAmperes(power, plan, index, phase),
    },
    {
      ...{ ...shared, kind: 'voltage', digits: 1, noise: 0.25 },
      ...{ criticalLow: 195, warningLow: 207, warningHigh: 253, criticalHigh: 264 },
      read: ({ power, plan }) => phaseVolts(power, plan, index, phase),
    },
    {
      ...{ ...shared, kind: 'power', digits: 0, noise: 3 },
      read: ({ power }) => at(power.phaseWatts, 3 * index + phase),
    },
  ];
}

function coolingSensors(plan: HallPlan, unit: number): Sensor[] {
  const { name: device } = entry(plan.coolingUnits, unit);
  const cooling = { device, group: 'cooling' } as const;
  const warm = { ...cooling, kind: 'temperature', digits: 1, noise: 0.06 } as const;
  return [
    {
      ...{
        ...warm,
        name: 'Supply air',
        warningHigh: setpointCelsius + 4,
        criticalHigh: setpointCelsius + 8,
      },
      read: ({ room }) => at(room.unitSupply, unit),
    },
    { ...warm, name: 'Return air', read: ({ room }) => at(room.unitReturn, unit) },
    {
      ...{ ...cooling, name: 'Return air', kind: 'humidity', digits: 3, noise: 0.004 },
      read: ({ room }) => relativeHumidity(at(room.unitReturn, unit), dewPointCelsius),
    },
    {
      ...{ ...cooling, name: 'Fans', kind: 'fan_ratio', digits: 2, noise: 0.004 },
      read: ({ room }) => at(room.unitFan, unit),
    },
    {
      ...{ ...cooling, name: 'Supply air', kind: 'airflow', digits: 2, noise: 0.03 },
      read: ({ room }) => at(room.unitFan, unit) * 7,
    },
    {
      ...{ ...cooling, name: 'Capacity', kind: 'load', digits: 2, noise: 0.004 },
      read: ({ room }) => at(room.unitHeat, unit) / 150_000,
    },
    {
      ...{ device, group: 'inlet', name: 'Input', kind: 'power', digits: 0, noise: 10 },
      read: ({ room }) => at(room.unitPower, unit),
    },
  ];
}

function upsSensors(plan: HallPlan, feed: number): Sensor[] {
  const { name: device } = entry(plan.upses, feed);
  const output = { device, group: 'output' } as const;
  const battery = { device, group: 'battery', name: 'Battery' } as const;
  const load = ({ power }: Hall) => at(power.upsWatts, feed);
  const charge = ({ power }: Hall) => at(power.battery, feed) / power.batteryJoules;
  return [
    { ...output, name: 'Output', kind: 'power', digits: 0, noise: 60, read: load },
    {
      ...{ ...output, name: 'Output', kind: 'load', digits: 3, noise: 0 },
      ...{ warningHigh: 0.8, criticalHigh: 1 },
      read: (hall) => load(hall) / hall.power.upsRating,
    },
    {
      ...output,
      name: 'Output',
      kind: 'energy',
      digits: 0,
      noise: 0,
      read: ({ power }) => at(power.upsJoules, feed),
    },
    {
      ...battery,
      kind: 'charge',
      digits: 3,
      noise: 0,
      warningLow: 0.5,
      criticalLow: 0.2,
      read: charge,
    },
    {
      ...{ ...battery, kind: 'runtime', digits: 0, noise: 0, warningLow: 300, criticalLow: 120 },
      read: (hall) => at(hall.power.battery, feed) / Math.max(1_000, load(hall)),
    },
    {
      ...{
        ...battery,
        kind: 'temperature',
        digits: 1,
        noise: 0.05,
        warningHigh: 30,
        criticalHigh: 40,
      },
      read: ({ power }) => at(power.batteryCelsius, feed),
    },
    ...phases.map((name, phase): Sensor => ({
      ...{
        device,
        group: 'inlet',
        name,
        kind: 'voltage',
        digits: 1,
        noise: 0.25,
        criticalLow: 195,
      },
      read: ({ power }) =>
        at(power.faults.mainsLost, feed) === 1 ? 0 : at(power.phaseVolts, 3 * feed + phase),
    })),
  ];
}
