import type { Oid, SnmpClient, VarBind } from '../client.ts';
import { AnswerSize } from './answer-size.ts';
import { DeviceLink, type Endpoint } from './device-link.ts';
import { walkColumns } from './walk-columns.ts';
import { readScalars } from './read-scalars.ts';

export interface SnmpClientOptions {
  /** How long one attempt waits for an answer; 2 s. */
  readonly timeoutMs?: number;
  /** Attempts after the first; 2. */
  readonly retries?: number;
  /** More objects than this in one walk are a device without an end; 100,000. */
  readonly maxRows?: number;
}

/** Nothing is sent before the first question. The client's socket is freed by close(). */
export function openSnmpClient(
  endpoint: Endpoint,
  { timeoutMs = 2000, retries = 2, maxRows = 100_000 }: SnmpClientOptions = {},
): SnmpClient {
  const link = new DeviceLink(endpoint, { timeoutMs, retries });
  const reader = { link, size: new AnswerSize(), rows: new Map<Oid, number>(), maxRows };
  return {
    get: (oids, signal) => readScalars(link, oids, signal),
    async walk(root, signal, onFound) {
      const columns = await walkColumns(reader, [root], signal, onFound);
      return columns.get(root) ?? [];
    },
    async columns(columns, signal) {
      const roots = [...new Set(columns)];
      const walked = await walkColumns(reader, roots, signal);
      return new Map([...walked].map(([root, found]) => [root, byIndex(root, found)]));
    },
    counts: () => link.counts(),
    close: () => link.close(),
  };
}

const byIndex = (root: string, found: readonly VarBind[]) =>
  new Map(found.map(({ oid, value }) => [oid.slice(root.length + 1), value]));
