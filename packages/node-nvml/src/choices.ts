/** Selectors and answers of NVML that are numbers in C, by name. */
export const clockKind = { graphics: 0, sm: 1, memory: 2, video: 3 } as const;
export type ClockKind = (typeof clockKind)[keyof typeof clockKind];

export const temperatureThreshold = {
  shutdown: 0,
  slowdown: 1,
  memoryMax: 2,
  gpuMax: 3,
  acousticMin: 4,
  acousticCurrent: 5,
  acousticMax: 6,
} as const;
export type TemperatureThreshold = (typeof temperatureThreshold)[keyof typeof temperatureThreshold];

export const memoryError = { corrected: 0, uncorrected: 1 } as const;
export type MemoryError = (typeof memoryError)[keyof typeof memoryError];

/** Volatile counts since the driver was loaded, aggregate over the life of the board. */
export const eccCounter = { volatile: 0, aggregate: 1 } as const;
export type EccCounter = (typeof eccCounter)[keyof typeof eccCounter];

export const memoryLocation = {
  l1Cache: 0,
  l2Cache: 1,
  deviceMemory: 2,
  registerFile: 3,
  textureMemory: 4,
  textureShm: 5,
  cbu: 6,
  sram: 7,
} as const;
export type MemoryLocation = (typeof memoryLocation)[keyof typeof memoryLocation];

export const retirementCause = { multipleSingleBitErrors: 0, doubleBitError: 1 } as const;
export type RetirementCause = (typeof retirementCause)[keyof typeof retirementCause];

export const pcieCounter = { transmit: 0, receive: 1 } as const;
export type PcieCounter = (typeof pcieCounter)[keyof typeof pcieCounter];

export const nvlinkErrorCounter = { replay: 0, recovery: 1, crcFlit: 2, crcData: 3 } as const;
export type NvlinkErrorCounter = (typeof nvlinkErrorCounter)[keyof typeof nvlinkErrorCounter];

export const performancePolicy = {
  power: 0,
  thermal: 1,
  syncBoost: 2,
  boardLimit: 3,
  lowUtilization: 4,
  reliability: 5,
  totalAppClocks: 10,
  totalBaseClocks: 11,
} as const;
export type PerformancePolicy = (typeof performancePolicy)[keyof typeof performancePolicy];

/** Bits of `clocks.eventReasons()`: why the clocks are lower than they could be. */
export const clockEventReason = {
  gpuIdle: 0x1,
  applicationsClocksSetting: 0x2,
  swPowerCap: 0x4,
  hwSlowdown: 0x8,
  syncBoost: 0x10,
  swThermalSlowdown: 0x20,
  hwThermalSlowdown: 0x40,
  hwPowerBrakeSlowdown: 0x80,
  displayClockSetting: 0x100,
} as const;

/** Bits of `supportedEventTypes()`, of `EventSet.register` and of `NvmlEvent.type`. */
export const eventType = {
  singleBitEccError: 0x1,
  doubleBitEccError: 0x2,
  performanceState: 0x4,
  xidCriticalError: 0x8,
  clock: 0x10,
  powerSourceChange: 0x80,
  migConfigChange: 0x100,
  singleBitEccErrorStorm: 0x200,
  dramRetirement: 0x400,
  dramRetirementFailure: 0x800,
  nonFatalPoisonError: 0x1000,
  fatalPoisonError: 0x2000,
  gpuUnavailableError: 0x4000,
  gpuRecoveryAction: 0x8000,
} as const;

export const architecture = {
  kepler: 2,
  maxwell: 3,
  pascal: 4,
  volta: 5,
  turing: 6,
  ampere: 7,
  ada: 8,
  hopper: 9,
  blackwell: 10,
  rubin: 13,
} as const;

export const fabricState = {
  notSupported: 0,
  notStarted: 1,
  inProgress: 2,
  completed: 3,
} as const;

export const fabricHealth = { notSupported: 0, healthy: 1, unhealthy: 2, limited: 3 } as const;

export const recoveryAction = {
  none: 0,
  gpuReset: 1,
  nodeReboot: 2,
  drainPeerToPeer: 3,
  drainAndReset: 4,
  recoverImexDomain: 5,
} as const;

/** Scope ids of the power fields 185 to 192. */
export const powerScope = { gpu: 0, module: 1, memory: 2 } as const;

/** Scope id of an NVLink field that asks for the sum of all links. */
export const allLinks = 0xffffffff;
