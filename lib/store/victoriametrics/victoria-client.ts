import type { VictoriaConfig } from '#lib/config/config.ts';
import type { BucketGrid } from '../bucket-grid.ts';
import { sampleMs, storedMs } from './stored-time.ts';

export type Labels = Readonly<Record<string, string>>;

/** One series of an answer; null = gap. */
export interface BucketRow {
  readonly labels: Labels;
  readonly values: (number | null)[];
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
/** A cluster that misses a storage node would answer with the sums of the others. */
const whole = { deny_partial_response: '1' };
/** Answers in shorter steps are cheap, and the server holds their newest values back when it caches. */
const cachedStepMs = 60_000;

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

  /** One value a series, from windows that end before `endMs`. */
  async instant(
    query: string,
    endMs: number,
    signal: AbortSignal,
  ): Promise<{ readonly labels: Labels; readonly value: number }[]> {
    const times = { time: seconds(endMs), nocache: '1' };
    const rows = await this.#query<'value'>('query', { query, ...times }, signal);
    return rows.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  }

  /** One value a series and bucket, from windows that end before the end of the bucket. */
  async range(
    query: string,
    { startMs, stepMs, buckets }: BucketGrid,
    signal: AbortSignal,
  ): Promise<BucketRow[]> {
    const [start, end] = [seconds(startMs + stepMs), seconds(startMs + buckets * stepMs)];
    const times = { start, end, step: `${String(stepMs)}ms` };
    const cache = stepMs >= cachedStepMs && !this.isCluster ? {} : { nocache: '1' };
    const rows = await this.#query<'values'>('query_range', { query, ...times, ...cache }, signal);
    return rows.map(({ metric, values: timed }) => {
      const values = new Array<number | null>(buckets).fill(null);
      for (const [time, value] of timed) {
        values[(Math.round(time * 1_000) - startMs) / stepMs - 1] = Number(value);
      }
      return { labels: metric, values };
    });
  }

  /** Samples from `fromMs` to `endMs`, that one excluded. */
  async samples(
    selector: string,
    fromMs: number,
    endMs: number,
    signal: AbortSignal,
  ): Promise<StoredRow[]> {
    const times = { start: seconds(storedMs(fromMs)), end: seconds(endMs) };
    const body = new URLSearchParams({ 'match[]': selector, ...times, ...whole });
    const url = `${this.#select}/prometheus/api/v1/export`;
    const text = await this.#send('query', url, { method: 'POST', body }, signal);
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const { metric, values, timestamps } = JSON.parse(line) as ExportedRow;
        return { labels: metric, values, timesMs: timestamps.map(sampleMs) };
      });
  }

  /** Shows readers everything that was written; in a cluster only time does that. */
  async flush(signal: AbortSignal): Promise<void> {
    if (this.isCluster) return;
    await this.#send('flush', `${this.#insert}/internal/force_flush`, {}, signal);
  }

  /** Forgets answers about times of which samples have come since; a cluster is not asked for any. */
  async forgetAnswers(signal: AbortSignal): Promise<void> {
    if (this.isCluster) return;
    await this.#send('flush', `${this.#insert}/internal/resetRollupResultCache`, {}, signal);
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
    const body = new URLSearchParams({ ...parameters, ...whole });
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
