'use client';

import { useEffect } from 'react';

/** Long enough for the first picture and the first live values to be there. */
const startAfterMs = 3000;

/** Tells our own server how the pages fare in browsers; nothing leaves it. Draws nothing. */
export function Telemetry() {
  useEffect(() => {
    const timer = setTimeout(() => {
      // Without it every page works the same, so a failure to load is nobody's concern.
      start().catch(() => undefined);
    }, startAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return null;
}

async function start(): Promise<void> {
  const { faro, getWebInstrumentations, initializeFaro } = await import('@grafana/faro-web-sdk');
  // Strict mode runs effects twice; the SDK allows one instance.
  if ('config' in faro) return;
  initializeFaro({
    url: '/api/telemetry',
    app: { name: 'isotherm' },
    instrumentations: getWebInstrumentations({
      captureConsole: false,
      enablePerformanceInstrumentation: false,
    }),
    sessionTracking: { enabled: false },
    batching: { sendTimeout: 5000, itemLimit: 50 },
  });
}
