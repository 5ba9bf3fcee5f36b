/**
 * The card that the hall is made of: an H100 SXM5. [NVIDIA H100 data sheet] 700 W, 80 GB HBM3,
 * 3.35 TB/s, 989 TFLOP/s in BF16, NVLink 900 GB/s in both directions together, PCIe 5.0 x16.
 */
export const card = {
  model: 'NVIDIA H100 80GB HBM3',
  architecture: 'Hopper',
  partNumber: '692-2G520-0200-000',
  vbios: '96.00.99.00.01',
  driver: '570.124.06',
  cuda: '12.8',
  memoryBytes: 85_520_809_984,
  reservedBytes: 617_611_264,
  peakFlops: 989e12,
  powerLimitWatts: 700,
  powerLeastWatts: 200,
  /** [nvidia-smi -q of H100 SXM] clocks move in steps of 15 MHz; 345 MHz when idle. */
  maxClockHertz: 1_980e6,
  idleClockHertz: 345e6,
  clockStepHertz: 15e6,
  memoryClockHertz: 2_619e6,
  /**
   * [nvidia-smi -q of Hopper] limits are told as distances: the driver slows down at 0, hardware at
   * −2, and the board shuts down at −8. A core temperature of 87 °C at distance 0 is assumed.
   */
  driverLimitCelsius: 87,
  slowdownCelsius: 89,
  shutdownCelsius: 95,
  memoryLimitCelsius: 95,
  nvlinks: 18,
} as const;

/** Bits of NVML's clock event reasons (nvml.h). */
export const reasonBits = {
  idle: 0x1,
  power_cap: 0x4,
  hw_slowdown: 0x8,
  sync_boost: 0x10,
  sw_thermal: 0x20,
  hw_thermal: 0x40,
  power_brake: 0x80,
} as const;
