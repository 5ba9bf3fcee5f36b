import type { FieldValue } from '#lib/model/sample.ts';
import { float, integer } from '../fields.ts';
import type { CardFiles } from './card-files.ts';
import { readEnergy } from './energy-accumulator.ts';
import { parseBadPages, parseErrors, parseGeneration, parseLevels } from './sysfs-text.ts';

export type Readings = Readonly<Record<string, FieldValue | undefined>>;

/** What a card has: a file that is listed but cannot be read is a gap, not a reason to fall back. */
export interface CardLayout {
  /** Such as `hwmon/hwmon3`; null where the driver has no sensors. */
  readonly sensors: string | null;
  readonly sensorFiles: ReadonlySet<string>;
}

export function findLayout(files: CardFiles): CardLayout {
  const [name] = files.list('hwmon').filter((entry) => /^hwmon\d+$/.test(entry));
  const sensors = name === undefined ? null : `hwmon/${name}`;
  return { sensors, sensorFiles: new Set(sensors === null ? [] : files.list(sensors)) };
}

export function readCard(files: CardFiles, layout: CardLayout): Readings {
  return {
    ...readLoad(files),
    ...readPower(files, layout),
    ...readTemperatures(files, layout),
    ...readClocks(files, layout),
    ...readHealth(files),
  };
}

function readLoad(files: CardFiles): Readings {
  const total = files.number('mem_info_vram_total');
  const used = files.number('mem_info_vram_used');
  return {
    utilization_ratio: float(files.number('gpu_busy_percent', 100)),
    memory_utilization_ratio: float(files.number('mem_busy_percent', 100)),
    memory_total_bytes: integer(total),
    memory_used_bytes: integer(used),
    memory_free_bytes: integer(total === null || used === null ? null : total - used),
  };
}

/** The kernel counts power in microwatts and energy in microjoules. */
function readPower(files: CardFiles, layout: CardLayout): Readings {
  const watts = (name: string) => float(sensor(files, layout, name, 1e6));
  const average = watts('power1_average');
  const hasCounter = layout.sensorFiles.has('energy1_input');
  const energy = hasCounter
    ? sensor(files, layout, 'energy1_input', 1e6)
    : readEnergy(files.bytes('gpu_metrics'));
  return {
    power_watts: layout.sensorFiles.has('power1_input') ? watts('power1_input') : average,
    power_average_watts: average,
    power_limit_watts: watts('power1_cap'),
    power_default_limit_watts: watts('power1_cap_default'),
    power_min_limit_watts: watts('power1_cap_min'),
    power_max_limit_watts: watts('power1_cap_max'),
    energy_joules_total: float(energy),
  };
}

/** The driver numbers its sensors: 1 is the edge of the die, 2 the junction, 3 the memory. */
function readTemperatures(files: CardFiles, layout: CardLayout): Readings {
  const celsius = (name: string) => float(sensor(files, layout, name, 1000));
  // MI300 has no edge sensor; its core is then its junction, as AMD's own tools have it.
  const core = layout.sensorFiles.has('temp1_input') ? 'temp1' : 'temp2';
  return {
    temperature_celsius: celsius(`${core}_input`),
    hotspot_temperature_celsius: celsius('temp2_input'),
    memory_temperature_celsius: celsius('temp3_input'),
    slowdown_temperature_celsius: celsius(`${core}_crit`),
    shutdown_temperature_celsius: celsius(`${core}_emergency`),
    memory_max_temperature_celsius: celsius('temp3_crit'),
    fan_ratio: fan(files, layout),
  };
}

function fan(files: CardFiles, layout: CardLayout): FieldValue | undefined {
  const now = sensor(files, layout, 'fan1_input');
  const most = sensor(files, layout, 'fan1_max');
  return now === null || most === null || most <= 0 ? undefined : float(now / most);
}

function readClocks(files: CardFiles, layout: CardLayout): Readings {
  const core = parseLevels(files.text('pp_dpm_sclk'));
  const memory = parseLevels(files.text('pp_dpm_mclk'));
  const clock = (name: string, level: number | null) =>
    float(layout.sensorFiles.has(name) ? sensor(files, layout, name) : level);
  return {
    sm_clock_hertz: clock('freq1_input', core.current),
    sm_max_clock_hertz: float(core.highest),
    memory_clock_hertz: clock('freq2_input', memory.current),
    memory_max_clock_hertz: float(memory.highest),
  };
}

function readHealth(files: CardFiles): Readings {
  const errors = parseErrors(files.text('ras/umc_err_count'));
  const pages = parseBadPages(files.text('ras/gpu_vram_bad_pages'));
  return {
    ecc_corrected_since_load_total: integer(errors.corrected),
    ecc_uncorrected_since_load_total: integer(errors.uncorrected),
    retired_pages_uncorrected_total: integer(pages?.retired),
    retired_pages_pending: integer(pages && Number(pages.isPending)),
    pcie_replay_total: integer(files.integer('pcie_replay_count')),
    pcie_link_generation: integer(parseGeneration(files.word('current_link_speed'))),
    pcie_link_width: integer(files.integer('current_link_width')),
  };
}

function sensor(
  files: CardFiles,
  { sensors }: CardLayout,
  name: string,
  per?: number,
): number | null {
  return sensors === null ? null : files.number(`${sensors}/${name}`, per);
}
