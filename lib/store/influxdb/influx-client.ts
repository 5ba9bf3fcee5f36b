import type { InfluxConfig } from '#lib/config/config.ts';
import { parseExact } from './exact-json.ts';

/** One cell of an answer; whole numbers too long for a double come as bigint. */
export type Cell = string | number | boolean | bigint | null;

/** Rows that share a measurement and the tags grouped by. */
export interface ResultSeries {
  readonly name?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly Cell[])[];
}

/** A request that the database answered with a refusal. */
export class InfluxError extends Error {
  override readonly name = 'InfluxError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const timeoutMs = 30_000;

/** The part of InfluxDB's API that 1.x, 2.x and 3 share: /ping, /write and /query. */
export class InfluxClient {
  readonly database: string;
  readonly #base: URL;
  readonly #headers: Readonly<Record<string, string>>;

  constructor({ url, database, credentials }: InfluxConfig) {
    this.database = database;
    this.#base = new URL(url.endsWith('/') ? url : `${url}/`);
    this.#headers = authorization(credentials);
  }

  /** The server's version as it writes it, such as `1.6.7~rc0` or `v2.7.1`; null when it says none. */
  async version(signal: AbortSignal): Promise<string | null> {
    const response = await this.#send('ping', {}, { method: 'GET' }, signal);
    await response.arrayBuffer();
    return response.headers.get('x-influxdb-version');
  }

  /** Writes lines with times in nanoseconds to a retention policy, or to the default one. */
  async write(lines: string, retentionPolicy: string | null, signal: AbortSignal): Promise<void> {
    const parameters = {
      db: this.database,
      precision: 'ns',
      ...(retentionPolicy === null ? {} : { rp: retentionPolicy }),
    };
    const response = await this.#send('write', parameters, { method: 'POST', body: lines }, signal);
    const text = await response.text();
    if (!response.ok) throw new InfluxError(response.status, `write to InfluxDB: ${reason(text)}`);
  }

  /**
   * Runs statements and answers the series of each.
   *
   * @param epoch unit of times in the answer
   */
  async query(
    statements: string,
    epoch: 'ns' | 'ms',
    signal: AbortSignal,
  ): Promise<ResultSeries[][]> {
    const parameters = { db: this.database, epoch };
    const body = new URLSearchParams({ q: statements });
    const response = await this.#send('query', parameters, { method: 'POST', body }, signal);
    const text = await response.text();
    if (!response.ok) throw new InfluxError(response.status, `query InfluxDB: ${reason(text)}`);
    const answer = parseExact(text) as { results?: { series?: RawSeries[]; error?: string }[] };
    return (answer.results ?? []).map((result) => {
      if (result.error !== undefined) throw new InfluxError(200, `query InfluxDB: ${result.error}`);
      return (result.series ?? []).map(withExactCells);
    });
  }

  async #send(
    path: string,
    parameters: Readonly<Record<string, string>>,
    request: RequestInit,
    signal: AbortSignal,
  ): Promise<Response> {
    const url = new URL(path, this.#base);
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    try {
      return await fetch(url, {
        ...request,
        headers: this.#headers,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
    } catch (error) {
      signal.throwIfAborted();
      throw new Error(`reach InfluxDB at ${this.#base.origin}: ${networkReason(error)}`, {
        cause: error,
      });
    }
  }
}

interface RawSeries extends Omit<ResultSeries, 'values'> {
  readonly values?: (Cell | [string])[][];
}

function withExactCells(series: RawSeries): ResultSeries {
  const exact = (cell: Cell | [string]): Cell => (Array.isArray(cell) ? BigInt(cell[0]) : cell);
  return { ...series, values: (series.values ?? []).map((row) => row.map(exact)) };
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

function reason(text: string): string {
  try {
    const { error, message } = JSON.parse(text) as { error?: unknown; message?: unknown };
    if (typeof error === 'string') return error;
    if (typeof message === 'string') return message;
  } catch {
    // Not JSON: a proxy in between answered; its own words say more than none.
  }
  return text.slice(0, 300) || 'no reason given';
}

function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${String(timeoutMs / 1_000)} s`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
