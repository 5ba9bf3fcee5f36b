import type { Filled } from './fill.ts';

export interface Visit {
  readonly name: string;
  readonly path: string;
  /** Routes of the API that answer what the page asks for: its queries, measured the same way. */
  readonly queries: readonly string[];
}

/** Frame, session and one form: what any page costs before it asks for anything. */
export const bareVisit: Visit = { name: 'bare page', path: '/settings/account', queries: [] };

const everything = 'limit=500';
const hall = [`/sites?${everything}`, `/racks?${everything}`, `/placements?${everything}`];
const gpus = '/latest?measurement=gpu&fields=power_watts,temperature_celsius,lost';
const sensors = '/latest?measurement=facility&fields=value,severity';

/** Every page of the rail and below it, in the rail's order. */
export function visitsOf({ host, gpu, device, rackId }: Filled, nowMs: number): Visit[] {
  const hour = `start=${nowMs - 3_600_000}&end=${nowMs}`;
  const throttling = `/throttling?${hour}&group_by=gpu`;
  return [
    { name: 'sign in', path: '/sign-in', queries: [] },
    {
      name: 'overview',
      path: '/overview',
      queries: [
        ...hall,
        gpus,
        `/series?measurement=host&fields=cpu_ratio&step=10s&${hour}`,
        '/gpu-events?limit=50',
      ],
    },
    { name: 'racks', path: '/racks', queries: hall },
    { name: 'rack', path: `/racks/${rackId}`, queries: hall },
    { name: 'GPUs', path: '/gpus', queries: [gpus, '/gpu-events?limit=50'] },
    {
      name: 'GPU',
      path: `/gpus/${gpu}`,
      queries: [gpus, '/gpu-events?limit=50', throttling],
    },
    { name: 'host', path: `/hosts/${host}`, queries: [gpus, ...hall] },
    { name: 'throttling', path: '/throttling', queries: [throttling] },
    { name: 'events', path: '/events', queries: ['/gpu-events?limit=50'] },
    {
      name: 'network',
      path: '/network',
      queries: ['/latest?measurement=host_network&fields=receive_bytes_total'],
    },
    { name: 'devices', path: '/devices', queries: ['/devices', sensors] },
    { name: 'device', path: `/devices/${device}`, queries: ['/devices', sensors] },
    { name: 'facility', path: '/facility', queries: [sensors] },
    { name: 'training', path: '/training', queries: ['/runs', '/agents'] },
    { name: 'energy', path: '/energy', queries: [`/energy?${hour}`] },
    { name: 'alerts', path: '/alerts', queries: ['/alerts', '/alerts/history', '/rules'] },
    { name: 'settings', path: '/settings', queries: ['/agents'] },
    { name: 'tokens', path: '/settings/tokens', queries: ['/tokens'] },
    { name: 'users', path: '/settings/users', queries: ['/users'] },
    { name: 'polled devices', path: '/settings/devices', queries: ['/devices'] },
    { name: 'store', path: '/settings/store', queries: ['/measurements'] },
    { name: 'audit log', path: '/settings/audit', queries: ['/audit'] },
  ];
}
