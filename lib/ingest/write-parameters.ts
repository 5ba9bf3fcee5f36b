import type { IncomingMessage } from 'node:http';
import { Refusal } from '#lib/model/refusal.ts';
import type { BatchId } from '#lib/store/store.ts';
import { isPrecision, precisions, type Precision } from '#lib/wire/line-protocol/precision.ts';

/**
 * What a write request asks for besides its body. `db`, `bucket`, `org`, `rp` and `consistency` are
 * accepted and mean nothing here: there is one database.
 */
export interface WriteParameters {
  readonly precision: Precision;
  readonly encoding: 'gzip' | 'identity';
  /** Makes the write idempotent; null when the sender did not number it. */
  readonly batch: BatchId | null;
}

/** @throws Refusal `invalid` naming the parameter and what it may be */
export function readParameters(request: IncomingMessage): WriteParameters {
  return {
    precision: readPrecision(request.url ?? '/'),
    encoding: readEncoding(request.headers['content-encoding']),
    batch: readBatch(request.headers['x-isotherm-batch']),
  };
}

function readPrecision(url: string): Precision {
  const query = url.indexOf('?');
  const value = new URLSearchParams(query < 0 ? '' : url.slice(query)).get('precision');
  if (value === null || value === '') return 'ns';
  if (isPrecision(value)) return value;
  throw invalid(`precision ${quoted(value)} is not one of ${precisions.join(', ')}`);
}

function readEncoding(value: string | undefined): 'gzip' | 'identity' {
  const encoding = value?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'gzip' || encoding === 'identity') return encoding;
  throw invalid(`content encoding ${quoted(encoding)} is not gzip or identity`);
}

/** `<source>:<sequence>`; the source may contain colons itself. */
function readBatch(header: string | string[] | undefined): BatchId | null {
  if (header === undefined) return null;
  const parts =
    typeof header === 'string' ? /^([\x21-\x7e]{1,200}):([0-9]{1,18})$/.exec(header) : null;
  if (!parts?.[1] || !parts[2]) {
    throw invalid('header X-Isotherm-Batch is not <source>:<sequence>, such as host-1:42');
  }
  return { source: parts[1], sequence: BigInt(parts[2]) };
}

function invalid(message: string): Refusal {
  return new Refusal('invalid', message);
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
