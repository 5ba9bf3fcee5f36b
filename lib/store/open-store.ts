import path from 'node:path';
import type { Config } from '#lib/config/config.ts';
import { openDuckDbStore } from './duckdb/open-duckdb-store.ts';
import type { Store } from './store.ts';

/** Opens the store that the configuration asks for. */
export async function openStore(config: Config): Promise<Store> {
  if (config.influx) throw new Error('open store: InfluxDB cannot be used yet; unset INFLUX_URL');
  return openDuckDbStore({ directory: path.join(config.dataDirectory, 'samples') });
}
