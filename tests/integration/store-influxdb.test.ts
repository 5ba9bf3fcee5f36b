import { describeStore } from '#tests/contract/store-contract.ts';
import { openInfluxStore } from '#lib/store/influxdb/open-influx-store.ts';
import { startInflux, type InfluxServer } from '#tests/simulator/influxd.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let server: InfluxServer | null = null;

describeStore('influxdb', {
  open: async () => {
    server ??= await startInflux();
    const config = {
      url: server.url,
      database: 'isotherm "test"',
      credentials: { kind: 'none' },
    } as const;
    return openInfluxStore({ config, clock: Date.now, log });
  },
  remove: async () => {
    await server?.stop();
  },
});
