import type { Parts } from './parts.ts';
import { serveMetrics } from './metrics.ts';
import type { PlainRoute } from './router.ts';

/** What is answered before Next: it must cost little and work while pages are busy. */
export function plainRoutes({
  services,
  write,
  fleetMetrics,
}: Pick<Parts, 'services' | 'write' | 'fleetMetrics'>): PlainRoute[] {
  const { auth, metrics } = services;
  return [
    { path: '/write', access: 'own', handle: (...exchange) => write.handle(...exchange) },
    { path: '/api/v2/write', access: 'own', handle: (...exchange) => write.handle(...exchange) },
    { path: '/ping', access: 'own', handle: (...exchange) => write.ping(...exchange) },
    { path: '/health', access: 'own', handle: (...exchange) => write.health(...exchange) },
    { path: /^\/api\/auth\//, access: 'own', handle: (...exchange) => auth.handle(...exchange) },
    {
      path: '/metrics',
      access: 'viewer',
      handle: (...exchange) => serveMetrics(metrics, ...exchange),
    },
    { path: '/metrics/fleet', access: 'viewer', handle: fleetMetrics },
  ];
}
