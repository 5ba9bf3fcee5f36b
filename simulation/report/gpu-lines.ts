import { at, clamp, entry } from '../columns.ts';
import { card } from '../gpu/card.ts';
import type { Hall } from '../hall-state.ts';
import type { HallPlan } from '../plan/hall-plan.ts';
import type { Random } from '../random.ts';
import { headOf, hostTags, type LineEnds } from './heads.ts';
import { bytesOf, firstField, nextField, type LineWriter } from './line-writer.ts';

/** How many fields a GPU tells: those of the contract's core, or what NVML has of a Hopper. */
export type Detail = 'core' | 'full';

const names = {
  utilization: firstField('utilization_ratio'),
  memoryUsed: nextField('memory_used_bytes'),
  power: nextField('power_watts'),
  energy: nextField('energy_joules_total'),
  temperature: nextField('temperature_celsius'),
  memoryTemperature: nextField('memory_temperature_celsius'),
  margin: nextField('temperature_margin_celsius'),
  clock: nextField('sm_clock_hertz'),
  reasons: nextField('throttle_reasons'),
  powerCap: nextField('throttle_power_cap_seconds_total'),
  driverHeat: nextField('throttle_sw_thermal_seconds_total'),
  hardwareHeat: nextField('throttle_hw_thermal_seconds_total'),
  smActive: nextField('sm_active_ratio'),
  tensorActive: nextField('tensor_active_ratio'),
  dramActive: nextField('dram_active_ratio'),
  nvlinkReceive: nextField('nvlink_receive_bytes_total'),
  nvlinkTransmit: nextField('nvlink_transmit_bytes_total'),
  eccCorrected: nextField('ecc_corrected_total'),
  // The rest is told in full detail only.
  memoryUtilization: nextField('memory_utilization_ratio'),
  processes: nextField('process_count'),
  slowdown: nextField('throttle_hw_slowdown_seconds_total'),
  brake: nextField('throttle_power_brake_seconds_total'),
  eccUncorrected: nextField('ecc_uncorrected_total'),
  rowsRemapped: nextField('remapped_rows_correctable_total'),
  rowsPending: nextField('remapped_rows_pending'),
  pcieReceive: nextField('pcie_receive_bytes_total'),
  pcieTransmit: nextField('pcie_transmit_bytes_total'),
  pcieReplays: nextField('pcie_replay_total'),
  pcieWidth: nextField('pcie_link_width'),
  nvlinkErrors: nextField('nvlink_crc_errors_total'),
  reset: nextField('reset_required'),
} as const;

const constantCore = bytesOf(
  `,memory_total_bytes=${card.memoryBytes}i,power_limit_watts=${card.powerLimitWatts}`,
);
const constantFull = bytesOf(
  [
    ',lost=0i,performance_state=0i,throttle_sync_boost_seconds_total=0',
    `memory_clock_hertz=${card.memoryClockHertz}`,
    `sm_max_clock_hertz=${card.maxClockHertz}`,
    `slowdown_temperature_celsius=${card.slowdownCelsius}`,
    `shutdown_temperature_celsius=${card.shutdownCelsius}`,
    `max_operating_temperature_celsius=${card.driverLimitCelsius}`,
    `memory_max_temperature_celsius=${card.memoryLimitCelsius}`,
    `pcie_max_link_width=16i,nvlink_links=${card.nvlinks}i,nvlink_links_up=${card.nvlinks}i`,
    'remapped_rows_uncorrectable_total=0i,remapped_rows_failed=0i',
  ].join(','),
);
const lost = bytesOf('lost=1i');

export function gpuHeads(plan: HallPlan): Uint8Array[] {
  return plan.gpus.map(({ uuid, host, index }) =>
    headOf('gpu', {
      ...hostTags(plan, host),
      ...{ gpu: uuid, index: String(index), model: card.model },
    }),
  );
}

/** The GPUs of one host, one line each. */
export function writeGpus(
  writer: LineWriter,
  hall: Hall,
  host: number,
  { heads, time, detail, random }: LineEnds & { readonly detail: Detail; readonly random: Random },
): void {
  const perHost = hall.plan.size.gpusPerHost;
  for (let gpu = host * perHost; gpu < (host + 1) * perHost; gpu += 1) {
    writer.begin(entry(heads, gpu));
    if (at(hall.gpus.faults.dead, gpu) === 1) writer.raw(lost);
    else {
      writeCore(writer, hall, gpu, random);
      if (detail === 'full') writeRest(writer, hall, gpu);
    }
    writer.end(time);
  }
}

/** Sensors are off by about a percent in power and half a degree, and NVML tells whole degrees. */
function writeCore(writer: LineWriter, { gpus }: Hall, gpu: number, random: Random): void {
  const { counters } = gpus;
  const busy = at(gpus.busy, gpu);
  const hasJob = at(gpus.job, gpu) >= 0;
  const working = busy * (1 - at(gpus.waiting, gpu)) * Math.min(1, at(gpus.speed, gpu) + 0.2);
  const jitter = random.noise();
  const core = Math.round(at(gpus.coreCelsius, gpu) + 0.35 * random.noise());
  // A GPU that polls for its peers counts as busy.
  const used = hasJob ? clamp(0.985 * busy + 0.006 * jitter, 0, 1) : 0;
  writer.float(names.utilization, used, 2);
  writer.integer(names.memoryUsed, memoryUsed(at(gpus.memoryUsedRatio, gpu)));
  writer.float(names.power, at(gpus.power, gpu) * (1 + 0.012 * random.noise()), 1);
  writer.float(names.energy, at(counters.energyJoules, gpu), 3);
  writer.float(names.temperature, core, 0);
  writer.float(names.memoryTemperature, Math.round(at(gpus.memoryCelsius, gpu)), 0);
  writer.float(names.margin, card.driverLimitCelsius - core, 0);
  writer.float(names.clock, Math.round(at(gpus.clock, gpu) * 132) * card.clockStepHertz, 0);
  writer.integer(names.reasons, at(gpus.reasons, gpu));
  writer.float(names.powerCap, at(counters.powerCapSeconds, gpu), 3);
  writer.float(names.driverHeat, at(counters.driverHeatSeconds, gpu), 3);
  writer.float(names.hardwareHeat, at(counters.hardwareHeatSeconds, gpu), 3);
  writer.float(names.smActive, clamp(hasJob ? busy * (0.93 + 0.01 * jitter) : 0, 0, 1), 3);
  writer.float(
    names.tensorActive,
    clamp(tensorActive(at(gpus.tensorDemand, gpu), working, jitter), 0, 1),
    3,
  );
  writer.float(
    names.dramActive,
    clamp(at(gpus.memoryDemand, gpu) * working + 0.004 * jitter, 0, 1),
    3,
  );
  writer.integer(names.nvlinkReceive, at(counters.nvlinkBytes, gpu));
  writer.integer(names.nvlinkTransmit, at(counters.nvlinkBytes, gpu) * 1.002);
  writer.integer(names.eccCorrected, at(counters.eccCorrected, gpu));
  writer.raw(constantCore);
}

/** Pipes are busy for about half of what full switching would take [DCGM of dense models]. */
function tensorActive(tensor: number, working: number, jitter: number): number {
  return 0.52 * tensor * working * (1 + 0.01 * jitter);
}

/** Whole mebibytes, as the driver allocates. */
function memoryUsed(ratio: number): number {
  const free = card.memoryBytes - card.reservedBytes;
  return Math.round((card.reservedBytes + free * ratio) / 1_048_576) * 1_048_576;
}

function writeRest(writer: LineWriter, { gpus }: Hall, gpu: number): void {
  const { counters, faults } = gpus;
  const working = at(gpus.busy, gpu) * (1 - at(gpus.waiting, gpu));
  writer.float(names.memoryUtilization, clamp(at(gpus.memoryDemand, gpu) * working, 0, 1), 2);
  writer.integer(names.processes, at(gpus.job, gpu) >= 0 ? 1 : 0);
  writer.float(names.slowdown, at(counters.slowdownSeconds, gpu), 3);
  writer.float(names.brake, at(counters.brakeSeconds, gpu), 3);
  writer.integer(names.eccUncorrected, at(counters.eccUncorrected, gpu));
  writer.integer(names.rowsRemapped, at(faults.rowsRemapped, gpu));
  writer.integer(names.rowsPending, at(faults.rowsPending, gpu));
  writer.integer(names.pcieReceive, at(counters.pcieReceiveBytes, gpu));
  writer.integer(names.pcieTransmit, at(counters.pcieTransmitBytes, gpu));
  writer.integer(names.pcieReplays, at(counters.pcieReplays, gpu));
  writer.integer(names.pcieWidth, at(faults.pcieWidth, gpu));
  writer.integer(names.nvlinkErrors, at(counters.nvlinkErrors, gpu));
  writer.integer(names.reset, at(faults.needsReset, gpu));
  writer.raw(constantFull);
}
