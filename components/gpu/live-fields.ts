/** What lists of GPUs show live: asked for together, they travel in one subscription. */
export const liveFields: readonly string[] = [
  'utilization_ratio',
  'power_watts',
  'temperature_celsius',
  'temperature_margin_celsius',
  'memory_used_bytes',
  'sm_clock_hertz',
  'throttle_reasons',
];
