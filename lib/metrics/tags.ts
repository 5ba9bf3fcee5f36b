import type { TagDescriptor } from '#lib/model/metric.ts';

/** Tags that several measurements share, so that they mean the same everywhere. */
export const hostTag: TagDescriptor = {
  name: 'host',
  help: 'name the host reports under, unique in the fleet',
};

export const gpuTag: TagDescriptor = {
  name: 'gpu',
  help: 'UUID of the GPU or MIG instance; never an index',
};

export const interfaceTag: TagDescriptor = {
  name: 'interface',
  help: 'name of the network interface',
};

export const deviceTag: TagDescriptor = {
  name: 'device',
  help: 'name of the polled facility or network device',
};

/** Marks what did not come from hardware; absent on everything that did. */
export const simulatedTag: TagDescriptor = {
  name: 'simulated',
  help: '`true` on samples of a simulated device, else absent',
  isDescription: true,
  isOptional: true,
};

/** What names and describes a GPU; the same for every vendor. */
export const gpuTags: readonly TagDescriptor[] = [
  hostTag,
  gpuTag,
  { name: 'index', help: 'position on the host; changes over a reboot', isDescription: true },
  { name: 'model', help: 'product name, such as NVIDIA H100 80GB HBM3', isDescription: true },
  simulatedTag,
];
