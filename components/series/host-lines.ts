import type { SeriesLine } from './series-line.ts';

/** Where the processors' time goes. */
export function processorLines(host: string): readonly SeriesLine[] {
  const line = (key: string, label: string, field: string): SeriesLine => ({
    key,
    label,
    measurement: 'host',
    field,
    match: { host: [host] },
    across: 'mean',
  });
  return [
    { ...line('busy', 'busy', 'cpu_ratio'), look: 'area' },
    line('user', 'programs', 'cpu_user_ratio'),
    line('system', 'kernel', 'cpu_system_ratio'),
    line('iowait', 'waiting for disks', 'cpu_iowait_ratio'),
    line('steal', 'taken by the hypervisor', 'cpu_steal_ratio'),
  ];
}

export function memoryLines(host: string): readonly SeriesLine[] {
  const line = (key: string, label: string, field: string): SeriesLine => ({
    key,
    label,
    measurement: 'host',
    field,
    match: { host: [host] },
    across: 'mean',
  });
  return [
    { ...line('used', 'used', 'memory_used_bytes'), look: 'area' },
    line('cached', 'page cache', 'memory_cached_bytes'),
    { ...line('total', 'total', 'memory_total_bytes'), look: 'dashed', colour: 'var(--series-8)' },
  ];
}

export function diskLines(host: string): readonly SeriesLine[] {
  return (['read', 'write'] as const).map((direction) => ({
    key: direction,
    label: direction === 'read' ? 'read' : 'written',
    measurement: 'host_disk',
    field: `${direction}_bytes_total`,
    match: { host: [host] },
    aggregate: 'rate',
    across: 'sum',
    ...(direction === 'read' && { look: 'area' as const }),
  }));
}
