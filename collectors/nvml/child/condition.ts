import {
  clockKind,
  eccCounter,
  fabricHealth,
  fabricState,
  memoryError,
  retirementCause,
  temperatureThreshold,
  type Device,
} from '#node-nvml';
import type { RowBuilder } from './row-builder.ts';
import type { Support } from './support.ts';

/** Health and surroundings: what changes now and then and must be noticed within seconds. */
export function readCondition(device: Device, support: Support, row: RowBuilder): void {
  const { load, memory, power, pcie } = device;
  const bar1 = support.read('bar1', () => memory.bar1());
  row.putAll({
    bar1_used_bytes: bar1?.usedBytes,
    bar1_total_bytes: bar1?.totalBytes,
    encoder_utilization_ratio: support.read('encoder', () => load.encoder())?.ratio,
    decoder_utilization_ratio: support.read('decoder', () => load.decoder())?.ratio,
    fan_ratio: readFan(device, support),
    power_limit_watts: support.read('power limit', () => power.enforcedLimit()),
    pcie_link_generation: support.read('pcie generation', () => pcie.generation()),
    pcie_link_width: support.read('pcie width', () => pcie.width()),
    mig_enabled: support.read('mig mode', () => device.mig.mode())?.current,
    lost: 0,
    reset_required: 0,
  });
  readMemoryHealth(device, support, row);
  readFabric(device, support, row);
}

function readMemoryHealth({ ecc }: Device, support: Support, row: RowBuilder): void {
  const rows = support.read('remapped rows', () => ecc.remappedRows());
  for (const [field, error, counter] of eccTotals) {
    row.put(
      field,
      support.read(field, () => ecc.total(error, counter)),
    );
  }
  row.putAll({
    retired_pages_corrected_total: support.read('retired corrected', () =>
      ecc.retiredPages(retirementCause.multipleSingleBitErrors),
    ),
    retired_pages_uncorrected_total: support.read('retired uncorrected', () =>
      ecc.retiredPages(retirementCause.doubleBitError),
    ),
    retired_pages_pending: support.read('retired pending', () => ecc.retiredPagesPending()),
    remapped_rows_correctable_total: rows?.correctable,
    remapped_rows_uncorrectable_total: rows?.uncorrectable,
    remapped_rows_pending: rows?.pending,
    remapped_rows_failed: rows?.failed,
    sram_ecc_threshold_exceeded: support.read('sram', () => ecc.sramStatus())?.thresholdExceeded,
  });
}

const eccTotals = [
  ['ecc_corrected_total', memoryError.corrected, eccCounter.aggregate],
  ['ecc_uncorrected_total', memoryError.uncorrected, eccCounter.aggregate],
  ['ecc_corrected_since_load_total', memoryError.corrected, eccCounter.volatile],
  ['ecc_uncorrected_since_load_total', memoryError.uncorrected, eccCounter.volatile],
] as const;

function readFabric({ fabric }: Device, support: Support, row: RowBuilder): void {
  const membership = support.read('fabric', () => fabric.info());
  if (membership === null || membership.state === fabricState.notSupported) return;
  row.put('fabric_state', membership.state);
  const { healthSummary } = membership;
  if (healthSummary !== fabricHealth.notSupported) row.put('fabric_health', healthSummary);
}

/** The fastest of its fans; modules that the chassis cools have none. */
function readFan({ thermal }: Device, support: Support): number | null {
  const fans = support.read('fans', () => thermal.fanCount());
  let fastest: number | null = null;
  for (let fan = 0; fan < Math.min(fans ?? 0, 16); fan++) {
    const speed = support.read(`fan ${fan}`, () => thermal.fanSpeed(fan));
    if (speed !== null) fastest = Math.max(fastest ?? 0, speed);
  }
  return fastest;
}

/** Limits and modes: what hardly ever changes while a driver is loaded. */
export function readLimits(device: Device, support: Support, row: RowBuilder): void {
  const { power, thermal, clocks, pcie, ecc } = device;
  row.putAll({
    sm_max_clock_hertz: support.read('max sm', () => clocks.max(clockKind.sm)),
    memory_max_clock_hertz: support.read('max memory', () => clocks.max(clockKind.memory)),
    pcie_max_link_generation: support.read('max generation', () => pcie.maxGeneration()),
    pcie_max_link_width: support.read('max width', () => pcie.maxWidth()),
    ecc_enabled: support.read('ecc mode', () => ecc.mode())?.current,
    persistence_enabled: support.read('persistence', () => device.persistenceMode()),
  });
  for (const [field, kind] of thresholds) {
    row.put(
      field,
      support.read(field, () => thermal.threshold(kind)),
    );
  }
  if (!('power_default_limit_watts' in row.values)) {
    row.put(
      'power_default_limit_watts',
      support.read('default limit', () => power.defaultLimit()),
    );
  }
  if (!('power_max_limit_watts' in row.values)) {
    const range = support.read('limit range', () => power.limitRange());
    row.put('power_min_limit_watts', range?.minWatts);
    row.put('power_max_limit_watts', range?.maxWatts);
  }
}

const thresholds = [
  ['slowdown_temperature_celsius', temperatureThreshold.slowdown],
  ['shutdown_temperature_celsius', temperatureThreshold.shutdown],
  ['max_operating_temperature_celsius', temperatureThreshold.gpuMax],
  ['memory_max_temperature_celsius', temperatureThreshold.memoryMax],
] as const;
