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
