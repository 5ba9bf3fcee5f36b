import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { gauge, state } from './descriptor.ts';
import { hostTag } from './tags.ts';

export const hostFilesystem: MeasurementDescriptor = {
  name: 'host_filesystem',
  help: 'One mounted file system that holds data.',
  tags: [
    hostTag,
    { name: 'mount', help: 'where it is mounted' },
    { name: 'type', help: 'kind of file system, such as ext4 or nfs4', isDescription: true },
  ],
  fields: [
    gauge('size_bytes', 'bytes', 'size', 'integer'),
    gauge('used_bytes', 'bytes', 'used', 'integer'),
    gauge('available_bytes', 'bytes', 'left to programs that are not root', 'integer'),
    gauge('used_ratio', 'ratio', 'used over used and available'),
    gauge('inodes_used_ratio', 'ratio', 'inodes used over inodes; absent where made on demand'),
    state('read_only', '1 when mounted read-only, as after an error'),
    state('answering', '0 when it did not answer in time, as a lost NFS server'),
  ],
};
