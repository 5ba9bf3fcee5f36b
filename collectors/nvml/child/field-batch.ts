import {
  allLinks,
  field,
  fieldInBaseUnits,
  powerScope,
  type Device,
  type FieldNumber,
  type FieldRequest,
  type Reading,
} from '#node-nvml';
import type { Rate } from './rota.ts';
import type { Support } from './support.ts';

/** A field under the name that its value is wanted as; equal names add up. */
export interface NamedField extends FieldRequest {
  readonly name: string;
  readonly rate: Rate;
}

const named = (name: string, rate: Rate, fieldId: number, scopeId = 0): NamedField => ({
  name,
  rate,
  fieldId,
  scopeId,
});

/** Prefix of the names of durations that the driver counts: they are not fields as they are. */
export const throttledPrefix = 'throttled:';

/** What a whole GPU is asked for in one call. Names are fields of `gpu` unless they have a prefix. */
export const gpuFields: readonly NamedField[] = [
  named('power_watts', 'round', field.powerInstant, powerScope.gpu),
  named('power_average_watts', 'round', field.powerAverage, powerScope.gpu),
  named('module_power_watts', 'round', field.powerInstant, powerScope.module),
  named('memory_power_watts', 'round', field.powerInstant, powerScope.memory),
  named('energy_joules_total', 'round', field.totalEnergyConsumption),
  named('memory_temperature_celsius', 'round', field.memoryTemp),
  named('pcie_transmit_bytes_total', 'round', field.pcieCountTxBytes),
  named('pcie_receive_bytes_total', 'round', field.pcieCountRxBytes),
  named('nvlink_transmit_bytes_total', 'round', field.nvlinkThroughputDataTx, allLinks),
  named('nvlink_receive_bytes_total', 'round', field.nvlinkThroughputDataRx, allLinks),
  named('recovery_action', 'round', field.getGpuRecoveryAction),
  named('throttled:power_cap', 'round', field.perfPolicyPower),
  named('throttled:sync_boost', 'round', field.perfPolicySyncBoost),
  named('throttled:sw_thermal', 'round', field.clocksEventReasonSwThermSlowdown),
  named('throttled:hw_thermal', 'round', field.clocksEventReasonHwThermSlowdown),
  named('throttled:power_brake', 'round', field.clocksEventReasonHwPowerBrakeSlowdown),
  named('pcie_replay_total', 'often', field.pcieReplayCounter),
  named('pcie_correctable_errors_total', 'often', field.pcieCountCorrectableErrors),
  named('pcie_uncorrectable_errors_total', 'often', field.pcieCountNonFatalError),
  named('pcie_uncorrectable_errors_total', 'often', field.pcieCountFatalError),
  named('power_default_limit_watts', 'seldom', field.powerDefaultLimit),
  named('power_min_limit_watts', 'seldom', field.powerMinLimit),
  named('power_max_limit_watts', 'seldom', field.powerMaxLimit),
];

/** All that is due and offered, in one call; base units, by name. */
export function readFields(
  device: Device,
  wanted: readonly NamedField[],
  due: ReadonlySet<Rate>,
  support: Support,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  const requests = wanted.filter((each) => due.has(each.rate) && support.isOffered(keyOf(each)));
  if (requests.length === 0) return sums;
  const answer = support.read('fields', () => valueOfAll(device.fieldValues(requests), requests));
  const incomplete = new Set<string>();
  requests.forEach((request, position) => {
    const reading = answer?.[position];
    const value = reading ? support.accept(keyOf(request), reading) : null;
    if (value !== null) {
      const sum = sums.get(request.name) ?? 0;
      sums.set(request.name, sum + Number(fieldInBaseUnits(request.fieldId, value)));
    } else if (support.isOffered(keyOf(request))) {
      incomplete.add(request.name);
    }
  });
  // A sum that lacks a part for once would look like a counter that was reset.
  for (const name of incomplete) sums.delete(name);
  return sums;
}

/** The call fails as a whole when no field could be read: what it says is then true of each. */
function valueOfAll(
  answer: Reading<readonly Reading<FieldNumber>[]>,
  requests: readonly NamedField[],
): Reading<readonly Reading<FieldNumber>[]> {
  if (answer.kind !== 'unknown') return answer;
  return { kind: 'value', value: requests.map(() => answer) };
}

function keyOf({ fieldId, scopeId = 0 }: NamedField): string {
  return `field ${fieldId}/${scopeId}`;
}
