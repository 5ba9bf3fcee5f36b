import path from 'node:path';
import type { Config } from '#lib/config/config.ts';
import type { Log } from '#lib/services.ts';
import { openDuckDbStore } from './duckdb/open-duckdb-store.ts';
import { openInfluxStore } from './influxdb/open-influx-store.ts';
import type { Store } from './store.ts';
import { openVictoriaStore } from './victoriametrics/open-victoria-store.ts';

/**
 * Opens the store that the configuration asks for: the database that it names, else a file.
 *
 * @param clock epoch milliseconds
 */
export function openStore(
  { influx, victoria, dataDirectory }: Config,
  clock: () => number,
  log: Log,
): Promise<Store> {
  if (influx) return openInfluxStore({ config: influx, clock, log });
  if (victoria) {
    const directory = path.join(dataDirectory, 'victoriametrics');
    return openVictoriaStore({ config: victoria, directory, clock, log });
  }
  return openDuckDbStore({ directory: path.join(dataDirectory, 'samples') });
}
