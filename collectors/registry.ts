import { amdgpuCollector } from './amdgpu/collector.ts';
import type { CollectorEntry } from './collector.ts';
import { filesystemCollector } from './filesystem/collector.ts';
import { hostCollector } from './host/collector.ts';
import { networkCollector } from './network/collector.ts';
import { nvmlCollector } from './nvml/collector.ts';
import { snmpCollector } from './snmp/collector.ts';

/** Every collector an agent can run, in the order in which they are named to people. */
export const registry: readonly CollectorEntry[] = [
  hostCollector,
  filesystemCollector,
  networkCollector,
  nvmlCollector,
  amdgpuCollector,
  snmpCollector,
];
