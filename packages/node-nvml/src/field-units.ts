import type { FieldNumber } from './field-values.ts';
import { field } from './fields.ts';
import {
  bytesOfKibibytes,
  joulesOf,
  secondsOfMilliseconds,
  secondsOfNanoseconds,
  wattsOf,
} from './units.ts';

type Convert = (value: number) => number;

/** Fields that are not in base units, from the first to the last of each run of ids. */
const runs: readonly (readonly [first: number, last: number, convert: Convert])[] = [
  [field.perfPolicyPower, field.perfPolicyTotalBaseClocks, secondsOfNanoseconds],
  [field.totalEnergyConsumption, field.totalEnergyConsumption, joulesOf],
  [field.nvlinkSpeedMbpsL0, field.nvlinkSpeedMbpsCommon, bytesOfMegabytes],
  [field.nvlinkSpeedMbpsL6, field.nvlinkSpeedMbpsL11, bytesOfMegabytes],
  [field.nvlinkThroughputDataTx, field.nvlinkThroughputRawRx, bytesOfKibibytes],
  [field.nvlinkGetSpeed, field.nvlinkGetSpeed, bytesOfMegabytes],
  [field.powerAverage, field.powerCurrentLimit, wattsOf],
  [field.energy, field.energy, joulesOf],
  [field.powerRequestedLimit, field.powerRequestedLimit, wattsOf],
  [
    field.clocksEventReasonSwThermSlowdown,
    field.clocksEventReasonHwPowerBrakeSlowdown,
    secondsOfNanoseconds,
  ],
  [
    field.mclkMinSwitchIntervalMilliseconds,
    field.mclkMinSwitchIntervalMilliseconds,
    secondsOfMilliseconds,
  ],
];

const conversions = new Map<number, Convert>();
for (const [first, last, convert] of runs) {
  for (let id = first; id <= last; id++) conversions.set(id, convert);
}

/** The value of a field in watts, joules, bytes, seconds or bytes a second; others as they are. */
export function fieldInBaseUnits(fieldId: number, value: FieldNumber): number {
  const number = Number(value);
  return conversions.get(fieldId)?.(number) ?? number;
}

function bytesOfMegabytes(megabytes: number): number {
  return megabytes * 1_000_000;
}
