import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { counter } from './descriptor.ts';
import { interfaceFields } from './interface-fields.ts';
import { hostTag, interfaceTag, simulatedTag } from './tags.ts';

export const hostNetwork: MeasurementDescriptor = {
  name: 'host_network',
  help: 'One network interface of a host. Traffic of RDMA does not pass here: see infiniband.',
  tags: [hostTag, interfaceTag, simulatedTag],
  fields: [...interfaceFields, counter('carrier_changes_total', 'count', 'link went up or down')],
};
