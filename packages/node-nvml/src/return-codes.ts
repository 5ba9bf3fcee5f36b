/** What a return code of NVML means to somebody who reads a GPU. */
export type ReturnMeaning = 'value' | 'unknown' | 'lost' | 'unavailable';

export interface ReturnCode {
  readonly name: string;
  readonly meaning: ReturnMeaning;
  readonly reason: string;
}

export const nvmlReturn = {
  success: 0,
  uninitialized: 1,
  invalidArgument: 2,
  notSupported: 3,
  noPermission: 4,
  alreadyInitialized: 5,
  notFound: 6,
  insufficientSize: 7,
  insufficientPower: 8,
  driverNotLoaded: 9,
  timeout: 10,
  irqIssue: 11,
  libraryNotFound: 12,
  functionNotFound: 13,
  corruptedInforom: 14,
  gpuIsLost: 15,
  resetRequired: 16,
  operatingSystem: 17,
  libraryVersionMismatch: 18,
  inUse: 19,
  memory: 20,
  noData: 21,
  vgpuEccNotSupported: 22,
  insufficientResources: 23,
  frequencyNotSupported: 24,
  argumentVersionMismatch: 25,
  deprecated: 26,
  notReady: 27,
  gpuNotFound: 28,
  invalidState: 29,
  resetTypeNotSupported: 30,
  unknown: 999,
} as const;

/** Every code of NVML 13.3, with its meaning in words. */
export const returnCodes: ReadonlyMap<number, ReturnCode> = new Map([
  entry(0, 'SUCCESS', 'value', 'the call answered'),
  entry(1, 'UNINITIALIZED', 'unavailable', 'the library is not initialised'),
  entry(2, 'INVALID_ARGUMENT', 'unknown', 'the driver rejects an argument'),
  entry(3, 'NOT_SUPPORTED', 'unknown', 'not supported by this GPU'),
  entry(4, 'NO_PERMISSION', 'unknown', 'no permission for this user'),
  entry(5, 'ALREADY_INITIALIZED', 'unknown', 'already initialised'),
  entry(6, 'NOT_FOUND', 'unknown', 'not found'),
  entry(7, 'INSUFFICIENT_SIZE', 'unknown', 'the answer does not fit its buffer'),
  entry(8, 'INSUFFICIENT_POWER', 'unknown', 'an external power cable is not attached'),
  entry(9, 'DRIVER_NOT_LOADED', 'unavailable', 'the NVIDIA driver is not loaded'),
  entry(10, 'TIMEOUT', 'unknown', 'the driver did not answer in its time'),
  entry(11, 'IRQ_ISSUE', 'unknown', 'the kernel found a fault with an interrupt of the GPU'),
  entry(12, 'LIBRARY_NOT_FOUND', 'unavailable', 'the NVML library cannot be found or loaded'),
  entry(13, 'FUNCTION_NOT_FOUND', 'unknown', 'this driver has no such function'),
  entry(14, 'CORRUPTED_INFOROM', 'unknown', 'the infoROM of the GPU is corrupted'),
  entry(15, 'GPU_IS_LOST', 'lost', 'the driver lost the GPU'),
  entry(16, 'RESET_REQUIRED', 'lost', 'the GPU waits for a reset'),
  entry(17, 'OPERATING_SYSTEM', 'unavailable', 'the operating system blocks the GPU'),
  entry(18, 'LIB_RM_VERSION_MISMATCH', 'unavailable', 'driver and library differ in version'),
  entry(19, 'IN_USE', 'unknown', 'the GPU is in use'),
  entry(20, 'MEMORY', 'unknown', 'the driver is out of memory'),
  entry(21, 'NO_DATA', 'unknown', 'the driver has no data'),
  entry(22, 'VGPU_ECC_NOT_SUPPORTED', 'unknown', 'not possible while ECC is on'),
  entry(23, 'INSUFFICIENT_RESOURCES', 'unknown', 'the driver is out of resources'),
  entry(24, 'FREQ_NOT_SUPPORTED', 'unknown', 'this clock is not supported'),
  entry(25, 'ARGUMENT_VERSION_MISMATCH', 'unknown', 'this driver knows another struct version'),
  entry(26, 'DEPRECATED', 'unknown', 'the driver no longer offers this'),
  entry(27, 'NOT_READY', 'unknown', 'not ready yet'),
  entry(28, 'GPU_NOT_FOUND', 'lost', 'the driver knows no such GPU'),
  entry(29, 'INVALID_STATE', 'unknown', 'not possible in the present state'),
  entry(30, 'RESET_TYPE_NOT_SUPPORTED', 'unknown', 'this kind of reset is not supported'),
  entry(999, 'UNKNOWN', 'unavailable', 'the driver failed for a reason of its own'),
]);

function entry(
  code: number,
  name: string,
  meaning: ReturnMeaning,
  reason: string,
): [number, ReturnCode] {
  return [
    code,
    { name: `NVML_ERROR_${name}`.replace('ERROR_SUCCESS', 'SUCCESS'), meaning, reason },
  ];
}
