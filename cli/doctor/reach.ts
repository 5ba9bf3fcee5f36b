import type { Config, InfluxConfig, VictoriaConfig } from '#lib/config/config.ts';
import { probeServer } from '#lib/store/victoriametrics/probe-server.ts';
import { VictoriaClient } from '#lib/store/victoriametrics/victoria-client.ts';
import { absent, broken, fact, fine, type Check, type Finding } from './finding.ts';

const timeoutMs = 3000;

export const checkReach: Check = async (config) =>
  Promise.all([
    checkStore(config),
    config.databaseUrl === null
      ? absent('DATABASE_URL is not set: inventory and users go to PGlite in the data directory.')
      : checkPostgres(config.databaseUrl),
    checkServer(config),
  ]);

async function checkStore({ influx, victoria }: Config): Promise<Finding> {
  if (influx) return checkInflux(influx);
  if (victoria) return checkVictoria(victoria);
  return absent(
    'INFLUX_URL and VICTORIAMETRICS_URL are not set: samples go to DuckDB in the data directory.',
  );
}

/** As the server does at start, so that what it would refuse shows as well. */
export async function checkVictoria(config: VictoriaConfig): Promise<Finding> {
  const client = new VictoriaClient(config);
  const where = `VictoriaMetrics at ${client.address}`;
  try {
    await probeServer(client, AbortSignal.timeout(timeoutMs));
    return fine(`${where} answers.`);
  } catch (error) {
    const reason = fact(error).replace(/^[\w ]+ VictoriaMetrics( at \S+)?: /, '');
    return broken(`${where} cannot be used: ${reason}.`);
  }
}

/** Asks for the list of databases, so that refused credentials show as well. */
export async function checkInflux({ url, credentials }: InfluxConfig): Promise<Finding> {
  const where = `InfluxDB at ${new URL(url).origin}`;
  try {
    const ping = await get(new URL('ping', `${url}/`), {});
    const version = ping.headers.get('x-influxdb-version') ?? 'of unknown version';
    const question = new URL('query?q=SHOW%20DATABASES', `${url}/`);
    const answer = await get(question, authorization(credentials));
    if (answer.ok) return fine(`${where} (${version}) answers.`);
    const refused = answer.status === 401 || answer.status === 403;
    return broken(
      `${where} (${version}) answers ${answer.status}${refused ? ': it refuses the credentials' : ''}.`,
    );
  } catch (error) {
    return broken(`${where} cannot be reached: ${fact(error)}.`);
  }
}

function authorization(credentials: InfluxConfig['credentials']): Record<string, string> {
  switch (credentials.kind) {
    case 'none':
      return {};
    case 'token':
      return { authorization: `Token ${credentials.token}` };
    case 'password': {
      const pair = `${credentials.user}:${credentials.password}`;
      return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
    }
  }
}

export async function checkPostgres(databaseUrl: string): Promise<Finding> {
  const { host, pathname } = new URL(databaseUrl);
  const where = `PostgreSQL at ${host}${pathname}`;
  const { Client } = (await import('pg')).default;
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  // A connection that breaks later reports here as well; the awaited call has said it already.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return fine(`${where} (${rows[0]?.server_version ?? 'of unknown version'}) answers.`);
  } catch (error) {
    return broken(`${where} cannot be used: ${fact(error)}.`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** No server is no fault: this may be a machine that only runs an agent. */
export async function checkServer({ host, port }: Pick<Config, 'host' | 'port'>): Promise<Finding> {
  const origin = `http://${connectable(host)}:${port}`;
  try {
    const answer = await get(new URL('/ping', origin), {});
    if (answer.ok) return fine(`A server answers at ${origin}.`);
    return broken(`What listens at ${origin} answers ${answer.status} to /ping.`);
  } catch (error) {
    return absent(`No server answers at ${origin}: ${fact(error)}. npm start starts one.`);
  }
}

/** An address to listen on is not always one to connect to. */
function connectable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

async function get(url: URL, headers: Record<string, string>): Promise<Response> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
  await response.body?.cancel();
  return response;
}
