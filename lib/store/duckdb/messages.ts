import type { PackedTables } from '#lib/threads/series-port.ts';
import type { BatchId, Store } from '../store.ts';

/** What the owner of the file does for the rest of the process. */
export type Operations = Omit<Store, 'kind' | 'follow' | 'series' | 'shared'>;
export type OperationName = keyof Operations;

/** A write as it crosses threads. */
export interface PackedWrite {
  readonly tables: PackedTables;
  readonly batch?: BatchId;
}

/** Arguments of an operation without its signal, which a `cancel` message stands for. */
export interface OperationArguments {
  readonly write: [PackedWrite];
  readonly latest: [Parameters<Operations['latest']>[0]];
  readonly points: [Parameters<Operations['points']>[0]];
  readonly grid: [Parameters<Operations['grid']>[0]];
  readonly top: [Parameters<Operations['top']>[0]];
  readonly quantiles: [Parameters<Operations['quantiles']>[0]];
  readonly measurements: [];
  readonly listSeries: [measurement: string];
  readonly batchWatermarks: [];
  readonly maintain: [nowMs: number];
  readonly tiers: [];
  readonly close: [];
}

export type OperationCall = {
  readonly [Name in OperationName]: {
    readonly operation: Name;
    readonly arguments: OperationArguments[Name];
  };
}[OperationName];

/** To the worker. */
export type WorkerRequest =
  | { readonly type: 'call'; readonly id: number; readonly call: OperationCall }
  | { readonly type: 'cancel'; readonly id: number };

/** From the worker. `opened` comes once, before any answer. */
export type WorkerReply =
  | { readonly type: 'opened'; readonly error: SentError | null }
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly error: SentError };

/** An error as it crosses threads: its class is lost, name and code stay. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
}

export interface WorkerOptions {
  readonly file: string;
  /** Epoch milliseconds at the start, where they are known. */
  readonly nowMs: number | null;
}
