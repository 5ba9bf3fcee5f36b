import {
  clockKind,
  eccCounter,
  field,
  memoryError,
  memoryLocation,
  nvlinkErrorCounter,
  performancePolicy,
  pcieCounter,
  retirementCause,
  temperatureThreshold,
  type Device,
  type Nvml,
  type Reading,
} from '#node-nvml';

export type NamedReading = readonly [name: string, reading: Reading<unknown>];

const fieldRequests = [
  ...Object.values(field).map((fieldId) => ({ fieldId })),
  { fieldId: 0xffff_ffff },
];

export function readSystem({ system }: Nvml): NamedReading[] {
  return [
    ['driverVersion', system.driverVersion()],
    ['nvmlVersion', system.nvmlVersion()],
    ['cudaVersion', system.cudaVersion()],
    ['confidentialCompute', system.confidentialCompute()],
    ['confidentialComputeReady', system.confidentialComputeReady()],
    ['processName', system.processName(48211)],
  ];
}

/** Every call of a device but the one that takes 20 ms. */
export function readDevice(device: Device): NamedReading[] {
  return [
    ...readIdentity(device),
    ...readLoad(device),
    ...readClocks(device),
    ...readHealth(device),
    ...readLinks(device),
    ...readShares(device),
  ];
}

function readIdentity({ identity }: Device): NamedReading[] {
  return [
    ['name', identity.name()],
    ['uuid', identity.uuid()],
    ['serial', identity.serial()],
    ['index', identity.index()],
    ['minorNumber', identity.minorNumber()],
    ['pci', identity.pci()],
    ['architecture', identity.architecture()],
    ['computeCapability', identity.computeCapability()],
    ['brand', identity.brand()],
    ['boardPartNumber', identity.boardPartNumber()],
    ['vbiosVersion', identity.vbiosVersion()],
    ['inforomVersion', identity.inforomVersion()],
    ['gspFirmwareVersion', identity.gspFirmwareVersion()],
    ['numaNode', identity.numaNode()],
    ['platform', identity.platform()],
  ];
}

function readLoad({ load, memory, power, thermal }: Device): NamedReading[] {
  return [
    ['utilization', load.utilization()],
    ['encoder', load.encoder()],
    ['decoder', load.decoder()],
    ['memory', memory.usage()],
    ['bar1', memory.bar1()],
    ['power', power.usage()],
    ['enforcedLimit', power.enforcedLimit()],
    ['limit', power.limit()],
    ['defaultLimit', power.defaultLimit()],
    ['limitRange', power.limitRange()],
    ['energy', power.energy()],
    ['temperature', thermal.temperature()],
    ...named('threshold', temperatureThreshold, (kind) => thermal.threshold(kind)),
    ['margin', thermal.margin()],
    ['fanCount', thermal.fanCount()],
    ['fanSpeed', thermal.fanSpeed(0)],
    ['fanRevolutionsPerMinute', thermal.fanRevolutionsPerMinute(0)],
  ];
}

function readClocks({ clocks }: Device): NamedReading[] {
  return [
    ...named('clock', clockKind, (kind) => clocks.current(kind)),
    ...named('maxClock', clockKind, (kind) => clocks.max(kind)),
    ['eventReasons', clocks.eventReasons()],
    ['supportedEventReasons', clocks.supportedEventReasons()],
    ['performanceState', clocks.performanceState()],
    ...named('violation', performancePolicy, (policy) => clocks.violation(policy)),
  ];
}

function readHealth({ ecc }: Device): NamedReading[] {
  return [
    ['eccMode', ecc.mode()],
    ['eccTotal', ecc.total(memoryError.corrected, eccCounter.aggregate)],
    ...named('eccAt', memoryLocation, (place) =>
      ecc.at(place, memoryError.uncorrected, eccCounter.volatile),
    ),
    ['sramStatus', ecc.sramStatus()],
    ...named('retiredPages', retirementCause, (cause) => ecc.retiredPages(cause)),
    ['retiredPagesPending', ecc.retiredPagesPending()],
    ['remappedRows', ecc.remappedRows()],
    ['rowRemapperHistogram', ecc.rowRemapperHistogram()],
    ['repairStatus', ecc.repairStatus()],
    ['inforomValid', ecc.inforomValid()],
  ];
}

function readLinks({ pcie, nvlink, fabric }: Device): NamedReading[] {
  return [
    ['pcieGeneration', pcie.generation()],
    ['pcieMaxGeneration', pcie.maxGeneration()],
    ['pcieGpuMaxGeneration', pcie.gpuMaxGeneration()],
    ['pcieWidth', pcie.width()],
    ['pcieMaxWidth', pcie.maxWidth()],
    ['pcieReplays', pcie.replays()],
    ['nvlinkCount', nvlink.linkCount()],
    ['nvlinkState', nvlink.state(0)],
    ['nvlinkVersion', nvlink.version(0)],
    ['nvlinkRemote', nvlink.remote(0)],
    ['nvlinkRemoteType', nvlink.remoteType(0)],
    ...named('nvlinkErrors', nvlinkErrorCounter, (counter) => nvlink.errors(0, counter)),
    ['fabric', fabric.info()],
  ];
}

function readShares(device: Device): NamedReading[] {
  const { processes, mig } = device;
  return [
    ['computeProcesses', processes.compute()],
    ['graphicsProcesses', processes.graphics()],
    ['mpsProcesses', processes.mps()],
    ['migMode', mig.mode()],
    ['isInstance', mig.isInstance()],
    ['gpuInstanceId', mig.gpuInstanceId()],
    ['computeInstanceId', mig.computeInstanceId()],
    ['attributes', mig.attributes()],
    ['maxMigDevices', device.maxMigDevices()],
    ['persistenceMode', device.persistenceMode()],
    ['computeMode', device.computeMode()],
    ['supportedEventTypes', device.supportedEventTypes()],
    ['fieldValues', device.fieldValues(fieldRequests)],
  ];
}

export function readPcieThroughput({ pcie }: Device): NamedReading {
  return ['pcieThroughput', pcie.throughput(pcieCounter.receive)];
}

function named<Choice extends number>(
  name: string,
  choices: Readonly<Record<string, Choice>>,
  read: (choice: Choice) => Reading<unknown>,
): NamedReading[] {
  return Object.entries(choices).map(([choice, value]) => [`${name}.${choice}`, read(value)]);
}
