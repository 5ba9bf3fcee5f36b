/**
 * Arguments of each symbol, one letter each: d device handle, h other handle, p pointer to a
 * buffer, u uint32, i int32, U uint64, s string. Every call returns nvmlReturn_t.
 * Symbols carry their version: the bare names are the oldest ABI, with other structs.
 */
export const signatures = {
  nvmlInit_v2: '',
  nvmlInitWithFlags: 'u',
  nvmlShutdown: '',
  nvmlSystemGetDriverVersion: 'pu',
  nvmlSystemGetNVMLVersion: 'pu',
  nvmlSystemGetCudaDriverVersion_v2: 'p',
  nvmlSystemGetProcessName: 'upu',
  nvmlSystemGetConfComputeState: 'p',
  nvmlSystemGetConfComputeSettings: 'p',
  nvmlSystemGetConfComputeGpusReadyState: 'p',
  nvmlDeviceGetCount_v2: 'p',
  nvmlDeviceGetHandleByIndex_v2: 'up',
  nvmlDeviceGetHandleByUUID: 'sp',
  nvmlDeviceGetHandleByPciBusId_v2: 'sp',
  nvmlDeviceGetHandleBySerial: 'sp',
  nvmlDeviceGetName: 'dpu',
  nvmlDeviceGetUUID: 'dpu',
  nvmlDeviceGetSerial: 'dpu',
  nvmlDeviceGetMinorNumber: 'dp',
  nvmlDeviceGetIndex: 'dp',
  nvmlDeviceGetBoardPartNumber: 'dpu',
  nvmlDeviceGetVbiosVersion: 'dpu',
  nvmlDeviceGetInforomImageVersion: 'dpu',
  nvmlDeviceValidateInforom: 'd',
  nvmlDeviceGetPciInfo_v3: 'dp',
  nvmlDeviceGetArchitecture: 'dp',
  nvmlDeviceGetCudaComputeCapability: 'dpp',
  nvmlDeviceGetBrand: 'dp',
  nvmlDeviceGetMemoryInfo: 'dp',
  nvmlDeviceGetMemoryInfo_v2: 'dp',
  nvmlDeviceGetBAR1MemoryInfo: 'dp',
  nvmlDeviceGetUtilizationRates: 'dp',
  nvmlDeviceGetEncoderUtilization: 'dpp',
  nvmlDeviceGetDecoderUtilization: 'dpp',
  nvmlDeviceGetPowerUsage: 'dp',
  nvmlDeviceGetEnforcedPowerLimit: 'dp',
  nvmlDeviceGetPowerManagementLimit: 'dp',
  nvmlDeviceGetPowerManagementDefaultLimit: 'dp',
  nvmlDeviceGetPowerManagementLimitConstraints: 'dpp',
  nvmlDeviceGetTotalEnergyConsumption: 'dp',
  nvmlDeviceGetTemperature: 'dup',
  nvmlDeviceGetTemperatureV: 'dp',
  nvmlDeviceGetTemperatureThreshold: 'dup',
  nvmlDeviceGetMarginTemperature: 'dp',
  nvmlDeviceGetClockInfo: 'dup',
  nvmlDeviceGetMaxClockInfo: 'dup',
  nvmlDeviceGetCurrentClocksEventReasons: 'dp',
  nvmlDeviceGetCurrentClocksThrottleReasons: 'dp',
  nvmlDeviceGetSupportedClocksEventReasons: 'dp',
  nvmlDeviceGetSupportedClocksThrottleReasons: 'dp',
  nvmlDeviceGetPerformanceState: 'dp',
  nvmlDeviceGetPersistenceMode: 'dp',
  nvmlDeviceGetComputeMode: 'dp',
  nvmlDeviceGetNumFans: 'dp',
  nvmlDeviceGetFanSpeed_v2: 'dup',
  nvmlDeviceGetFanSpeedRPM: 'dp',
  nvmlDeviceGetEccMode: 'dpp',
  nvmlDeviceGetTotalEccErrors: 'duup',
  nvmlDeviceGetMemoryErrorCounter: 'duuup',
  nvmlDeviceGetSramEccErrorStatus: 'dp',
  nvmlDeviceGetRetiredPages: 'dupp',
  nvmlDeviceGetRetiredPagesPendingStatus: 'dp',
  nvmlDeviceGetRemappedRows: 'dpppp',
  nvmlDeviceGetRowRemapperHistogram: 'dp',
  nvmlDeviceGetRepairStatus: 'dp',
  nvmlDeviceGetCurrPcieLinkGeneration: 'dp',
  nvmlDeviceGetMaxPcieLinkGeneration: 'dp',
  nvmlDeviceGetGpuMaxPcieLinkGeneration: 'dp',
  nvmlDeviceGetCurrPcieLinkWidth: 'dp',
  nvmlDeviceGetMaxPcieLinkWidth: 'dp',
  nvmlDeviceGetPcieThroughput: 'dup',
  nvmlDeviceGetPcieReplayCounter: 'dp',
  nvmlDeviceGetPcieSpeed: 'dp',
  nvmlDeviceGetNvLinkState: 'dup',
  nvmlDeviceGetNvLinkVersion: 'dup',
  nvmlDeviceGetNvLinkRemotePciInfo_v2: 'dup',
  nvmlDeviceGetNvLinkRemoteDeviceType: 'dup',
  nvmlDeviceGetNvLinkErrorCounter: 'duup',
  nvmlDeviceGetFieldValues: 'dip',
  nvmlDeviceGetComputeRunningProcesses_v3: 'dpp',
  nvmlDeviceGetGraphicsRunningProcesses_v3: 'dpp',
  nvmlDeviceGetMPSComputeRunningProcesses_v3: 'dpp',
  nvmlDeviceGetMigMode: 'dpp',
  nvmlDeviceGetMaxMigDeviceCount: 'dp',
  nvmlDeviceGetMigDeviceHandleByIndex: 'dup',
  nvmlDeviceGetGpuInstanceId: 'dp',
  nvmlDeviceGetComputeInstanceId: 'dp',
  nvmlDeviceIsMigDeviceHandle: 'dp',
  nvmlDeviceGetAttributes_v2: 'dp',
  nvmlDeviceGetViolationStatus: 'dup',
  nvmlDeviceGetGpuFabricInfo: 'dp',
  nvmlDeviceGetGpuFabricInfoV: 'dp',
  nvmlDeviceGetPlatformInfo: 'dp',
  nvmlDeviceGetNumaNodeId: 'dp',
  nvmlDeviceGetGspFirmwareVersion: 'dp',
  nvmlDeviceGetAddressingMode: 'dp',
  nvmlEventSetCreate: 'p',
  nvmlEventSetWait_v2: 'hpu',
  nvmlEventSetFree: 'h',
  nvmlDeviceGetSupportedEventTypes: 'dp',
  nvmlDeviceRegisterEvents: 'dUh',
  nvmlGpmSampleAlloc: 'p',
  nvmlGpmSampleFree: 'h',
  nvmlGpmSampleGet: 'dh',
  nvmlGpmMigSampleGet: 'duh',
  nvmlGpmMetricsGet: 'p',
  nvmlGpmQueryDeviceSupport: 'dp',
} as const;

export type NvmlSymbol = keyof typeof signatures;

/** A pointer-sized handle. A number where it is exact, because numbers cross the border faster. */
export type Handle = number | bigint;

interface ArgumentTypes {
  d: Handle;
  h: Handle;
  p: NodeJS.ArrayBufferView | Handle;
  u: number;
  i: number;
  U: number | bigint;
  s: string;
}

export type ArgumentsOf<Letters extends string> = Letters extends `${infer First}${infer Rest}`
  ? First extends keyof ArgumentTypes
    ? [ArgumentTypes[First], ...ArgumentsOf<Rest>]
    : never
  : [];

export type NativeCall<Name extends NvmlSymbol> = (
  ...args: ArgumentsOf<(typeof signatures)[Name]>
) => number;

/** The symbols whose arguments are exactly these. */
export type SymbolsOf<Letters extends string> = {
  [Name in NvmlSymbol]: (typeof signatures)[Name] extends Letters ? Name : never;
}[NvmlSymbol];
