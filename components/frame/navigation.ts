import {
  Bell,
  Cpu,
  Dumbbell,
  Factory,
  LayoutDashboard,
  Network,
  Router,
  Server,
  Settings,
  Zap,
  type LucideIcon,
} from 'lucide-react';

export interface Place {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Pressed after `g`. */
  readonly key: string;
}

/** The pages of the rail, in its order. */
export const places: readonly Place[] = [
  { href: '/overview', label: 'Overview', icon: LayoutDashboard, key: 'o' },
  { href: '/racks', label: 'Racks', icon: Server, key: 'r' },
  { href: '/gpus', label: 'GPUs', icon: Cpu, key: 'u' },
  { href: '/network', label: 'Network', icon: Network, key: 'n' },
  { href: '/devices', label: 'Devices', icon: Router, key: 'd' },
  { href: '/facility', label: 'Facility', icon: Factory, key: 'f' },
  { href: '/training', label: 'Training', icon: Dumbbell, key: 't' },
  { href: '/energy', label: 'Energy', icon: Zap, key: 'e' },
  { href: '/alerts', label: 'Alerts', icon: Bell, key: 'a' },
  { href: '/settings', label: 'Settings', icon: Settings, key: 's' },
];

/** What a thumb reaches on a phone; the palette holds the rest. */
export const phonePlaces: readonly Place[] = places.filter((place) =>
  ['/overview', '/racks', '/training', '/alerts'].includes(place.href),
);

export function isCurrent(place: Place, pathname: string): boolean {
  if (place.href === '/overview' && pathname.startsWith('/hosts')) return true;
  if (place.href === '/gpus' && ['/throttling', '/events'].includes(pathname)) return true;
  return pathname === place.href || pathname.startsWith(`${place.href}/`);
}
