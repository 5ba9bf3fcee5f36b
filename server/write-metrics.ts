import { Counter, Histogram, type Registry } from 'prom-client';
import type { WriteMetrics } from '#lib/ingest/write-metrics.ts';

/** What ingest counts, as /metrics shows it. */
export function createWriteMetrics(registry: Registry): WriteMetrics {
  const registers = [registry];
  const requests = new Histogram({
    name: 'isotherm_write_request_seconds',
    help: 'Time from the first byte of a write to its answer',
    labelNames: ['status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const points = new Counter({
    name: 'isotherm_write_points_total',
    help: 'Points that the store confirmed',
    registers,
  });
  const bytes = new Counter({
    name: 'isotherm_write_bytes_total',
    help: 'Bytes of line protocol, unpacked, that the store confirmed',
    registers,
  });
  const dropped = new Counter({
    name: 'isotherm_write_dropped_total',
    help: 'Lines and rows left out while the rest of their batch was stored',
    labelNames: ['reason'],
    registers,
  });
  return {
    answered: (status, seconds) => requests.observe({ status }, seconds),
    stored: (count, size) => {
      points.inc(count);
      bytes.inc(size);
    },
    dropped: (reason, count) => dropped.inc({ reason }, count),
  };
}
