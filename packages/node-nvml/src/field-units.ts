import type { FieldNumber } from './field-values.ts';
import { field } from './fields.ts';
import {
  bytesOfKibibytes,
  joulesOf,
  secondsOfMilliseconds,
  secondsOfNanoseconds,
  wattsOf,
} from './units.ts';

type Convert = (value: FieldNumber) => FieldNumber;

/** Fields that are not in base units, from the first to the last of each run of ids. */
const runs: readonly (readonly [first: number, last: number, convert: Convert])[] = [
  [field.perfPolicyPower, field.perfPolicyTotalBaseClocks, divided(secondsOfNanoseconds)],
  [field.totalEnergyConsumption, field.totalEnergyConsumption, divided(joulesOf)],
  [field.nvlinkSpeedMbpsL0, field.nvlinkSpeedMbpsCommon, bytesOfMegabytes],
  [field.nvlinkSpeedMbpsL6, field.nvlinkSpeedMbpsL11, bytesOfMegabytes],
  [field.nvlinkThroughputDataTx, field.nvlinkThroughputRawRx, exactBytesOfKibibytes],
  [field.nvlinkGetSpeed, field.nvlinkGetSpeed, bytesOfMegabytes],
  [field.powerAverage, field.powerCurrentLimit, divided(wattsOf)],
  [field.energy, field.energy, divided(joulesOf)],
  [field.powerRequestedLimit, field.powerRequestedLimit, divided(wattsOf)],
  [
    field.clocksEventReasonSwThermSlowdown,
    field.clocksEventReasonHwPowerBrakeSlowdown,
    divided(secondsOfNanoseconds),
  ],
  [
    field.mclkMinSwitchIntervalMilliseconds,
    field.mclkMinSwitchIntervalMilliseconds,
    divided(secondsOfMilliseconds),
  ],
];

const conversions = new Map<number, Convert>();
for (const [first, last, convert] of runs) {
  for (let id = first; id <= last; id++) conversions.set(id, convert);
}

/**
 * The value of a field in watts, joules, bytes, seconds or bytes a second; others as they are.
 * Counters of bytes stay exact: they are bigint where they leave the range of exact numbers.
 */
export function fieldInBaseUnits(fieldId: number, value: FieldNumber): FieldNumber {
  return conversions.get(fieldId)?.(value) ?? value;
}

function divided(divide: (value: number) => number): Convert {
  return (value) => divide(Number(value));
}

function exactBytesOfKibibytes(kibibytes: FieldNumber): FieldNumber {
  const bytes = bytesOfKibibytes(Number(kibibytes));
  if (Number.isSafeInteger(bytes) || !isWhole(kibibytes)) return bytes;
  return BigInt(kibibytes) * 1024n;
}

function isWhole(value: FieldNumber): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}

function bytesOfMegabytes(megabytes: FieldNumber): number {
  return Number(megabytes) * 1_000_000;
}
