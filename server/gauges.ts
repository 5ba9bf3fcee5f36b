import { Gauge, type Registry } from 'prom-client';
import type { WriteEndpoint } from '#lib/ingest/write-endpoint.ts';
import type { LiveSocket } from '#lib/live/live-socket.ts';

/** What waits in the server, as /metrics shows it: these rise before anything is refused or late. */
export function createGauges(
  registry: Registry,
  write: Pick<WriteEndpoint, 'inFlightBytes'>,
  live: Pick<LiveSocket, 'connections' | 'bufferedBytes'>,
): void {
  const gauge = gaugeOn(registry);
  gauge('isotherm_write_in_flight_bytes', 'Bytes of writes that are read, parsed or stored', () =>
    write.inFlightBytes(),
  );
  gauge('isotherm_live_connections', 'Browsers and scripts on the live stream', () =>
    live.connections(),
  );
  gauge('isotherm_live_buffered_bytes', 'Bytes of frames that are on their way to clients', () =>
    live.bufferedBytes(),
  );
}

/** Adds gauges that are read when somebody looks. */
export function gaugeOn(registry: Registry) {
  return (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
}
