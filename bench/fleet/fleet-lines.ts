/** The fields of a simulated GPU, twenty as the catalogue names them, and how each moves. */
const gauges: readonly (readonly [name: string, middle: number, swing: number])[] = [
  ['utilization_ratio', 0.9, 0.1],
  ['memory_utilization_ratio', 0.5, 0.2],
  ['sm_active_ratio', 0.8, 0.1],
  ['tensor_active_ratio', 0.5, 0.2],
  ['dram_active_ratio', 0.4, 0.2],
  ['power_watts', 620, 60],
  ['temperature_celsius', 62, 4],
  ['memory_temperature_celsius', 74, 4],
  ['sm_clock_hertz', 1.755e9, 3e7],
  ['fan_ratio', 0.6, 0.05],
];
const steady: readonly (readonly [name: string, value: string])[] = [
  ['power_limit_watts', '700'],
  ['memory_clock_hertz', '2619000000'],
  ['memory_used_bytes', '64424509440i'],
  ['memory_total_bytes', '85899345920i'],
  ['performance_state', '0i'],
];
const counters: readonly (readonly [name: string, perSecond: number])[] = [
  ['energy_joules_total', 620],
  ['pcie_receive_bytes_total', 3_000_000_000],
  ['pcie_transmit_bytes_total', 2_000_000_000],
  ['nvlink_receive_bytes_total', 90_000_000_000],
  ['nvlink_transmit_bytes_total', 90_000_000_000],
];

export const gpuFields: readonly string[] = [...gauges, ...steady, ...counters].map(
  ([name]) => name,
);

/** What the GPUs of one host report at one moment, as line protocol. */
export function hostLines(host: number, gpus: number, timeMs: number): string {
  const lines: string[] = [];
  for (let gpu = 0; gpu < gpus; gpu += 1) {
    const seed = host * 64 + gpu;
    const uuid = `GPU-${String(seed).padStart(8, '0')}-0000-4000-8000-000000000000`;
    const tags = `gpu=${uuid},host=node-${String(host).padStart(4, '0')},index=${gpu},model=H200`;
    lines.push(`gpu,${tags},simulated=true ${fieldText(seed, timeMs)} ${nanoseconds(timeMs)}`);
  }
  return lines.join('\n');
}

function fieldText(seed: number, timeMs: number): string {
  const seconds = timeMs / 1000;
  const moving = gauges.map(([name, middle, swing], index) => {
    const value = middle + swing * noise(seed * 31 + index, seconds);
    return `${name}=${middle > 1000 ? Math.round(value) : value.toFixed(3)}`;
  });
  const growing = counters.map(([name, perSecond]) => {
    const total = Math.floor((seconds % 1e7) * perSecond);
    return name.includes('joules') ? `${name}=${total}` : `${name}=${total}i`;
  });
  return [...moving, ...steady.map(([name, value]) => `${name}=${value}`), ...growing].join(',');
}

/** Sensors of one device of the plant. */
const sensors: readonly (readonly [kind: string, count: number, middle: number])[] = [
  ['power', 4, 5200],
  ['current', 4, 23],
  ['temperature', 3, 24],
  ['humidity', 1, 0.45],
];

export const sensorsPerDevice = sensors.reduce((sum, [, count]) => sum + count, 0);

/** What one device of the plant reports at one moment. */
export function deviceLines(device: number, timeMs: number): string {
  const name = `pdu-${String(device).padStart(3, '0')}`;
  return sensors
    .flatMap(([kind, count, middle]) =>
      Array.from({ length: count }, (_, at) => {
        const value = middle * (1 + 0.05 * noise(device * 17 + at, timeMs / 1000));
        const tags = `device=${name},kind=${kind},sensor=${kind}-${at},simulated=true`;
        return `facility,${tags} value=${value.toFixed(3)} ${nanoseconds(timeMs)}`;
      }),
    )
    .join('\n');
}

/** Between -1 and 1, the same for the same place and time: a load must not differ between runs. */
function noise(place: number, seconds: number): number {
  const mixed =
    Math.imul(place ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(Math.floor(seconds), 0xc2b2ae35);
  const spread = Math.imul(mixed ^ (mixed >>> 13), 0x27d4eb2f);
  return (spread >>> 8) / 0x7fffff - 1;
}

function nanoseconds(timeMs: number): string {
  return `${timeMs}000000`;
}
