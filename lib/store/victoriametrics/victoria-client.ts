import type { VictoriaConfig } from '#lib/config/config.ts';

export type Labels = Readonly<Record<string, string>>;

/** A series with the values of consecutive times; an absent time is a gap. */
export interface RangeRow {
  readonly labels: Labels;
  readonly points: readonly (readonly [timeMs: number, value: number])[];
}

/** Samples of one series as they are stored, oldest first. */
export interface StoredRow {
  readonly labels: Labels;
  readonly timesMs: readonly number[];
  readonly values: readonly number[];
}

/** A request that the database answered with a refusal. */
export class VictoriaError extends Error {
  override readonly name = 'VictoriaError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** How a body is written: lines for whole rows, or JSON for what lines cannot carry. */
export type BodyKind = 'lines' | 'json';

const timeoutMs = 30_000;

/** The part of the API that a single server and the cluster's vminsert and vmselect share. */
export class VictoriaClient {
  readonly isCluster: boolean;
  readonly #insert: string;
  readonly #select: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor({ insertUrl, selectUrl, isCluster, credentials }: VictoriaConfig) {
    this.isCluster = isCluster;
    this.#insert = insertUrl.replace(/\/+$/, '');
    this.#select = selectUrl.replace(/\/+$/, '');
    this.#headers = authorization(credentials);
  }

  /** Where samples are written to, without what is secret of it. */
  get address(): string {
    return new URL(this.#insert).origin;
  }

  async write(kind: BodyKind, gzipped: Uint8Array<ArrayBuffer>, signal: AbortSignal) {
    const path = kind === 'lines' ? '/influx/write?precision=ms' : '/prometheus/api/v1/import';
    const headers = { 'content-encoding': 'gzip' };
    const url = this.#insert + path;
    await this.#send('write to', url, { method: 'POST', body: gzipped, headers }, signal);
  }

  /** One value a series at one time, with the windows that the query gives. */
  async instant(
    query: string,
    atMs: number,
    signal: AbortSignal,
  ): Promise<{ readonly labels: Labels; readonly value: number }[]> {
    const rows = await this.#query<'value'>('query', { query, time: seconds(atMs) }, signal);
    return rows.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  }

  /** Values at `firstMs` and every `stepMs` after it up to `lastMs`. */
  async range(
    query: string,
    { firstMs, lastMs, stepMs }: { firstMs: number; lastMs: number; stepMs: number },
    signal: AbortSignal,
  ): Promise<RangeRow[]> {
    const times = { start: seconds(firstMs), end: seconds(lastMs), step: `${String(stepMs)}ms` };
    const rows = await this.#query<'values'>('query_range', { query, ...times }, signal);
    return rows.map(({ metric, values }) => ({
      labels: metric,
      points: values.map(([time, value]) => [Math.round(time * 1_000), Number(value)]),
    }));
  }

  /** Samples from `fromMs` to `toMs`, both included. */
  async samples(
    selector: string,
    fromMs: number,
    toMs: number,
    signal: AbortSignal,
  ): Promise<StoredRow[]> {
    const body = form({ 'match[]': selector, start: seconds(fromMs), end: seconds(toMs) });
    const url = `${this.#select}/prometheus/api/v1/export`;
    const text = await this.#send('query', url, { method: 'POST', body }, signal);
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const { metric, values, timestamps } = JSON.parse(line) as ExportedRow;
        return { labels: metric, values, timesMs: timestamps };
      });
  }

  /** Shows readers everything that was written; in a cluster only time does that. */
  async flush(signal: AbortSignal): Promise<void> {
    if (this.isCluster) return;
    await this.#send('flush', `${this.#insert}/internal/force_flush`, {}, signal);
  }

  /** What a single server says about itself in the text format of Prometheus. */
  async selfMetrics(signal: AbortSignal): Promise<string> {
    return this.#send('read metrics of', `${this.#insert}/metrics`, {}, signal);
  }

  async #query<Key extends 'value' | 'values'>(
    path: string,
    parameters: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<ResultRow<Key>[]> {
    // Cached answers are aligned to the step and miss what came late.
    const body = form({ ...parameters, nocache: '1' });
    const url = `${this.#select}/prometheus/api/v1/${path}`;
    const text = await this.#send('query', url, { method: 'POST', body }, signal);
    return (JSON.parse(text) as { data: { result: ResultRow<Key>[] } }).data.result;
  }

  async #send(what: string, url: string, request: RequestInit, signal: AbortSignal) {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const headers = { ...this.#headers, ...(request.headers as Record<string, string>) };
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, { ...request, headers, signal: bounded });
      text = await response.text();
    } catch (error) {
      signal.throwIfAborted();
      const { origin } = new URL(url);
      throw new Error(`reach VictoriaMetrics at ${origin}: ${networkReason(error)}`, {
        cause: error,
      });
    }
    if (response.ok) return text;
    throw new VictoriaError(response.status, `${what} VictoriaMetrics: ${reason(response, text)}`);
  }
}

interface ExportedRow {
  readonly metric: Labels;
  readonly values: readonly number[];
  readonly timestamps: readonly number[];
}

type Timed = readonly [seconds: number, value: string];
type ResultRow<Key extends 'value' | 'values'> = { readonly metric: Labels } & (Key extends 'value'
  ? { readonly value: Timed }
  : { readonly values: readonly Timed[] });

function form(parameters: Readonly<Record<string, string>>): URLSearchParams {
  return new URLSearchParams(parameters);
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}

export function authorization(credentials: VictoriaConfig['credentials']): Record<string, string> {
  switch (credentials.kind) {
    case 'none':
      return {};
    case 'token':
      return { authorization: `Bearer ${credentials.token}` };
    case 'password': {
      const pair = `${credentials.user}:${credentials.password}`;
      return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
    }
  }
}

function reason({ status }: Response, text: string): string {
  if (status === 401 || status === 403) return 'it refuses the credentials';
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error === 'string') return error.slice(0, 300);
  } catch {
    // Not JSON: a proxy in between answered; its own words say more than none.
  }
  return text.trim().slice(0, 300) || `it answers ${String(status)}`;
}

function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${String(timeoutMs / 1_000)} s`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
