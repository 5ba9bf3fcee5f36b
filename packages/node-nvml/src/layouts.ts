import { struct, versioned } from './struct.ts';

/** The structs of NVML 13.3 that the calls fill, held to the header's sizes by a test. */
export const pciInfo = struct({
  busIdLegacy: 'text:16',
  domain: 'u32',
  bus: 'u32',
  device: 'u32',
  pciDeviceId: 'u32',
  pciSubSystemId: 'u32',
  busId: 'text:32',
});

export const utilization = struct({ gpu: 'u32', memory: 'u32' });

export const memory = struct({ total: 'u64', free: 'u64', used: 'u64' });

export const memoryV2 = versioned(0x0200_0028, {
  version: 'u32',
  total: 'u64',
  reserved: 'u64',
  free: 'u64',
  used: 'u64',
});

export const bar1Memory = struct({ bar1Total: 'u64', bar1Free: 'u64', bar1Used: 'u64' });

/** What the symbols with _v2 and _v3 write; the oldest symbol writes 16 bytes an entry. */
export const processInfo = struct({
  pid: 'u32',
  usedGpuMemory: 'u64',
  gpuInstanceId: 'u32',
  computeInstanceId: 'u32',
});

export const deviceAttributes = struct({
  multiprocessorCount: 'u32',
  sharedCopyEngineCount: 'u32',
  sharedDecoderCount: 'u32',
  sharedEncoderCount: 'u32',
  sharedJpegCount: 'u32',
  sharedOfaCount: 'u32',
  gpuInstanceSliceCount: 'u32',
  computeInstanceSliceCount: 'u32',
  memorySizeMB: 'u64',
});

export const fieldValue = struct({
  fieldId: 'u32',
  scopeId: 'u32',
  timestamp: 'u64',
  latencyUsec: 'u64',
  valueType: 'u32',
  nvmlReturn: 'i32',
  value: 'u64',
});

export const violationTime = struct({ referenceTime: 'u64', violationTime: 'u64' });

export const eventData = struct({
  device: 'pointer',
  eventType: 'u64',
  eventData: 'u64',
  gpuInstanceId: 'u32',
  computeInstanceId: 'u32',
});

export const rowRemapperHistogram = struct({
  max: 'u32',
  high: 'u32',
  partial: 'u32',
  low: 'u32',
  none: 'u32',
});

export const gpuFabricInfo = struct({
  clusterUuid: 'bytes:16',
  status: 'u32',
  cliqueId: 'u32',
  state: 'u8',
});

export const gpuFabricInfoV2 = versioned(0x0200_0024, {
  version: 'u32',
  clusterUuid: 'bytes:16',
  status: 'u32',
  cliqueId: 'u32',
  state: 'u8',
  healthMask: 'u32',
});

export const gpuFabricInfoV3 = versioned(0x0300_0028, {
  version: 'u32',
  clusterUuid: 'bytes:16',
  status: 'u32',
  cliqueId: 'u32',
  state: 'u8',
  healthMask: 'u32',
  healthSummary: 'u8',
});

export const confComputeSystemState = struct({
  environment: 'u32',
  ccFeature: 'u32',
  devToolsMode: 'u32',
});

export const systemConfComputeSettings = versioned(0x0100_0014, {
  version: 'u32',
  environment: 'u32',
  ccFeature: 'u32',
  devToolsMode: 'u32',
  multiGpuMode: 'u32',
});

export const gpmMetric = struct({
  metricId: 'u32',
  nvmlReturn: 'i32',
  value: 'f64',
  metricInfo: 'bytes:24',
});

/** Followed by the metrics; its version is 1, not a size, because the array grows with drivers. */
export const gpmMetricsGet = struct({
  version: 'u32',
  numMetrics: 'u32',
  sample1: 'pointer',
  sample2: 'pointer',
});

export const gpmSupport = struct({ version: 'u32', isSupportedDevice: 'u32' });

export const temperatureV1 = versioned(0x0100_000c, {
  version: 'u32',
  sensorType: 'u32',
  temperature: 'i32',
});

export const marginTemperature = versioned(0x0100_0008, {
  version: 'u32',
  marginTemperature: 'i32',
});

export const fanSpeedInfo = versioned(0x0100_000c, { version: 'u32', fan: 'u32', speed: 'u32' });

export const platformInfoV2 = versioned(0x0200_002c, {
  version: 'u32',
  ibGuid: 'bytes:16',
  chassisSerialNumber: 'text:16',
  slotNumber: 'u8',
  trayIndex: 'u8',
  hostId: 'u8',
  peerType: 'u8',
  moduleId: 'u8',
});

export const eccSramErrorStatus = versioned(0x0100_0068, {
  version: 'u32',
  aggregateUncParity: 'u64',
  aggregateUncSecDed: 'u64',
  aggregateCor: 'u64',
  volatileUncParity: 'u64',
  volatileUncSecDed: 'u64',
  volatileCor: 'u64',
  aggregateUncBucketL2: 'u64',
  aggregateUncBucketSm: 'u64',
  aggregateUncBucketPcie: 'u64',
  aggregateUncBucketMcu: 'u64',
  aggregateUncBucketOther: 'u64',
  bThresholdExceeded: 'u32',
});

export const repairStatus = versioned(0x0100_000c, {
  version: 'u32',
  bChannelRepairPending: 'u32',
  bTpcRepairPending: 'u32',
});
