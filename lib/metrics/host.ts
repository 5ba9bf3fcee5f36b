import type { MeasurementDescriptor, MetricDescriptor } from '#lib/model/metric.ts';
import { counter, gauge } from './descriptor.ts';
import { hostTag, simulatedTag } from './tags.ts';

export const host: MeasurementDescriptor = {
  name: 'host',
  help: 'One machine as its kernel sees it.',
  tags: [hostTag, simulatedTag],
  fields: [...processors(), ...memory(), ...pressure(), ...energy()],
};

function processors(): MetricDescriptor[] {
  return [
    gauge('cpu_ratio', 'ratio', 'busy share of all processors since the last round'),
    gauge('cpu_user_ratio', 'ratio', 'share spent in programs, nice included'),
    gauge('cpu_system_ratio', 'ratio', 'share spent in the kernel, interrupts included'),
    gauge('cpu_iowait_ratio', 'ratio', 'share idle while a program waits for a disk'),
    gauge('cpu_steal_ratio', 'ratio', 'share the hypervisor gave to others'),
    gauge('cpu_count', 'count', 'processors online', 'integer'),
    gauge('load1', 'count', 'runnable and blocked tasks, mean over 1 min'),
    gauge('load5', 'count', 'runnable and blocked tasks, mean over 5 min'),
    gauge('load15', 'count', 'runnable and blocked tasks, mean over 15 min'),
    gauge('uptime_seconds', 'seconds', 'time since the kernel started'),
  ];
}

function memory(): MetricDescriptor[] {
  return [
    gauge('memory_used_bytes', 'bytes', 'total less what programs could still get', 'integer'),
    gauge('memory_available_bytes', 'bytes', 'what programs could still get', 'integer'),
    gauge('memory_total_bytes', 'bytes', 'memory the kernel manages', 'integer'),
    gauge('memory_cached_bytes', 'bytes', 'page cache', 'integer'),
    gauge('swap_used_bytes', 'bytes', 'swap in use', 'integer'),
    gauge('swap_total_bytes', 'bytes', 'swap configured', 'integer'),
  ];
}

function pressure(): MetricDescriptor[] {
  const stalled = (resource: string) =>
    counter(
      `${resource}_stall_seconds_total`,
      'seconds',
      `time in which at least one task waited for ${resource} (kernel pressure information)`,
      'float',
    );
  return [stalled('cpu'), stalled('memory'), stalled('io')];
}

function energy(): MetricDescriptor[] {
  return [
    counter(
      'package_energy_joules_total',
      'joules',
      'processor packages since the agent began (RAPL)',
      'float',
    ),
    counter(
      'dram_energy_joules_total',
      'joules',
      'memory of all packages since the agent began (RAPL)',
      'float',
    ),
    gauge('power_watts', 'watts', 'whole machine at its supplies, as its BMC reports it'),
  ];
}
