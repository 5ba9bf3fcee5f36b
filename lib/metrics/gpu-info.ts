import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { state, text } from './descriptor.ts';
import { gpuTags } from './tags.ts';

export const gpuInfo: MeasurementDescriptor = {
  name: 'gpu_info',
  help: 'What a GPU is, as against how it is: told when it is first seen and every minute.',
  tags: gpuTags,
  fields: [
    text('vendor', 'nvidia or amd'),
    text('serial', 'serial number of the board'),
    text('part_number', 'part number of the board'),
    text('architecture', 'such as Hopper'),
    text('pci_bus_id', 'address on the bus, such as 0000:19:00.0'),
    text('driver_version', 'version of the kernel driver'),
    text('cuda_version', 'newest CUDA the driver supports'),
    text('vbios_version', 'version of the video BIOS'),
    text('parent', 'UUID of the GPU that a MIG instance is part of'),
    text('mig_profile', 'size of a MIG instance, such as 1g.10gb'),
    state('numa_node', 'memory node of the host the GPU is nearest to'),
    state('minor', 'number of its device file: /dev/nvidia0'),
  ],
};
