/** What the calls that answer with more than one number say. Units are in the names. */
export interface PciInfo {
  readonly busId: string;
  readonly domain: number;
  readonly bus: number;
  readonly device: number;
  /** Device id in the high half, vendor id (0x10de) in the low one. */
  readonly deviceId: number;
  readonly subsystemId: number;
}

export interface ComputeCapability {
  readonly major: number;
  readonly minor: number;
}

export interface PlatformInfo {
  readonly chassisSerialNumber: string;
  readonly slotNumber: number;
  readonly trayIndex: number;
  readonly hostId: number;
  readonly peerType: number;
  readonly moduleId: number;
}

export interface ConfidentialCompute {
  readonly environment: number;
  readonly feature: number;
  readonly devToolsMode: number;
  /** Absent with drivers that only know the older call. */
  readonly multiGpuMode: number | null;
}

export interface MemoryUsage {
  readonly totalBytes: number;
  readonly freeBytes: number;
  /** Without `reservedBytes` where the driver tells them apart, else including them. */
  readonly usedBytes: number;
  readonly reservedBytes: number | null;
}

export interface Bar1Usage {
  readonly totalBytes: number;
  readonly freeBytes: number;
  readonly usedBytes: number;
}

export interface Utilization {
  readonly gpuRatio: number;
  readonly memoryRatio: number;
}

export interface EngineUtilization {
  readonly ratio: number;
  readonly samplingPeriodSeconds: number;
}

export interface PowerRange {
  readonly minWatts: number;
  readonly maxWatts: number;
}

export interface Violation {
  readonly referenceSeconds: number;
  readonly violationSeconds: number;
}

/** A setting that takes effect with the next reset shows first as pending. */
export interface Mode {
  readonly current: boolean;
  readonly pending: boolean;
}

export interface SramStatus {
  readonly aggregateUncorrectedParity: number;
  readonly aggregateUncorrectedSecDed: number;
  readonly aggregateCorrected: number;
  readonly volatileUncorrectedParity: number;
  readonly volatileUncorrectedSecDed: number;
  readonly volatileCorrected: number;
  readonly thresholdExceeded: boolean;
}

export interface RemappedRows {
  readonly correctable: number;
  readonly uncorrectable: number;
  readonly pending: boolean;
  readonly failed: boolean;
}

/** Banks of memory by how many spare rows they have left. */
export interface RowRemapperHistogram {
  readonly max: number;
  readonly high: number;
  readonly partial: number;
  readonly low: number;
  readonly none: number;
}

export interface RepairStatus {
  readonly channelRepairPending: boolean;
  readonly tpcRepairPending: boolean;
}

export interface GpuProcess {
  readonly pid: number;
  /** Null where the driver cannot tell (MIG, containers, WDDM). */
  readonly usedBytes: number | null;
  readonly gpuInstanceId: number | null;
  readonly computeInstanceId: number | null;
}

export interface MigAttributes {
  readonly multiprocessorCount: number;
  readonly gpuInstanceSliceCount: number;
  readonly computeInstanceSliceCount: number;
  readonly sharedCopyEngineCount: number;
  readonly sharedDecoderCount: number;
  readonly sharedEncoderCount: number;
  readonly sharedJpegCount: number;
  readonly sharedOfaCount: number;
  readonly memoryBytes: number;
}

export interface FabricInfo {
  /** 32 hexadecimal digits. */
  readonly clusterUuid: string;
  readonly cliqueId: number;
  /** See `fabricState`. */
  readonly state: number;
  /** Return code of the attempt to join; of meaning once `state` is completed. */
  readonly status: number;
  /** Groups of bits: absent before driver 535. */
  readonly healthMask: number | null;
  /** See `fabricHealth`; absent before driver 570. */
  readonly healthSummary: number | null;
}

export interface FieldRequest {
  readonly fieldId: number;
  /** A link, a `powerScope`, or `allLinks`; 0 where the field has no scope. */
  readonly scopeId?: number;
}
