import type { RejectedField } from '#lib/store/store.ts';
import type { LineError } from '#lib/wire/line-protocol/line-error.ts';
import { done, type Answer } from './answer.ts';

/** What came of one body. */
export interface WriteReport {
  readonly badLines: number;
  readonly errors: readonly LineError[];
  /** Why new series were refused, and how many rows of theirs. */
  readonly series: { readonly refusal: string | null; readonly refused: number };
  readonly fields: { readonly refusal: string | null; readonly refused: number };
  /** Fields of another type than they are stored under. */
  readonly rejected: readonly RejectedField[];
}

/** Seconds after which a sender may try its new series again. */
const seriesRetrySeconds = 60;

/** 204 when all was stored; else what was not, and the first reason. */
export function reportAnswer(report: WriteReport): Answer {
  const [reason] = reasons(report);
  if (reason === undefined) return done;
  const dropped =
    report.badLines + report.series.refused + report.fields.refused + conflicts(report);
  const { errors } = report;
  const details = {
    error: `partial write: ${reason}`,
    dropped,
    ...(errors.length > 0 && { errors }),
  };
  return report.series.refusal === null
    ? { status: 400, ...details }
    : { status: 429, ...details, retryAfterSeconds: seriesRetrySeconds };
}

function reasons({ series, errors, badLines, rejected, fields }: WriteReport): string[] {
  return [
    series.refusal,
    lineReason(errors, badLines),
    conflictReason(rejected),
    fields.refusal,
  ].filter((reason) => reason !== null);
}

function lineReason([first]: readonly LineError[], badLines: number): string | null {
  if (!first) return null;
  const others = badLines - 1;
  const more = others === 0 ? '' : ` (and ${others} more bad ${others === 1 ? 'line' : 'lines'})`;
  return `line ${first.line}: ${first.message}${more}`;
}

function conflictReason([first]: readonly RejectedField[]): string | null {
  if (!first) return null;
  const field = `${JSON.stringify(first.field)} of measurement ${JSON.stringify(first.measurement)}`;
  return `field type conflict: field ${field} is ${first.expected} and came as ${first.received}`;
}

function conflicts({ rejected }: WriteReport): number {
  return rejected.reduce((sum, { rows }) => sum + rows, 0);
}
