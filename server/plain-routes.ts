import type { Services } from '#lib/services.ts';
import { serveMetrics } from './metrics.ts';
import type { PlainRoute } from './router.ts';

/** What is answered before Next: it must cost little and work while pages are busy. */
export function plainRoutes({ services }: { services: Services }): PlainRoute[] {
  const { auth, metrics } = services;
  return [
    { path: /^\/api\/auth\//, access: 'own', handle: (...exchange) => auth.handle(...exchange) },
    {
      path: '/metrics',
      access: 'viewer',
      handle: (...exchange) => serveMetrics(metrics, ...exchange),
    },
  ];
}
