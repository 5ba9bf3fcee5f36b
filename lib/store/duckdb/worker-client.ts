import type { Worker } from 'node:worker_threads';
import { StoreQueryError, type StoreQueryErrorCode } from '../store-query-error.ts';
import type {
  OperationArguments,
  OperationCall,
  OperationName,
  Operations,
  SentError,
  WorkerReply,
  WorkerRequest,
} from './messages.ts';

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Calls into the worker and matches its answers; once the worker is gone every call fails. */
export class WorkerClient {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #gone: Error | null = null;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (reply: WorkerReply) => this.#settle(reply));
    worker.on('error', (error) =>
      this.#fail(new Error(`use store: its thread ended: ${error.message}`, { cause: error })),
    );
    worker.on('exit', () => this.#fail(new Error('use store: it is closed')));
  }

  /** Resolves once the worker has opened its file. */
  static async open(worker: Worker): Promise<WorkerClient> {
    const client = new WorkerClient(worker);
    await new Promise<void>((resolve, reject) => {
      client.#pending.set(0, { resolve: () => resolve(), reject });
    });
    return client;
  }

  async call<Name extends OperationName>(
    operation: Name,
    args: OperationArguments[Name],
    signal?: AbortSignal,
    transfer: ArrayBuffer[] = [],
  ): Promise<Awaited<ReturnType<Operations[Name]>>> {
    signal?.throwIfAborted();
    if (this.#gone) throw this.#gone;
    const id = this.#nextId;
    this.#nextId += 1;
    const cancel = () => {
      this.#post({ type: 'cancel', id });
      this.#take(id)?.reject(abortError(signal));
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const result = await new Promise<unknown>((resolve, reject) => {
        this.#pending.set(id, { resolve, reject });
        // Name and arguments belong together by this function's own signature.
        this.#post(
          { type: 'call', id, call: { operation, arguments: args } as OperationCall },
          transfer,
        );
      });
      return result as Awaited<ReturnType<Operations[Name]>>;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  #post(request: WorkerRequest, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(request, transfer);
  }

  #settle(reply: WorkerReply): void {
    switch (reply.type) {
      case 'opened': {
        const opening = this.#take(0);
        if (reply.error) opening?.reject(receivedError(reply.error));
        else opening?.resolve(undefined);
        return;
      }
      case 'answer':
        this.#take(reply.id)?.resolve(reply.result);
        return;
      case 'failure':
        this.#take(reply.id)?.reject(receivedError(reply.error));
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #fail(error: Error): void {
    this.#gone ??= error;
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(this.#gone);
  }
}

function receivedError({ name, message, code }: SentError): Error {
  if (name === 'StoreQueryError') return new StoreQueryError(code as StoreQueryErrorCode, message);
  return new Error(message);
}

function abortError(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('use store: the call was aborted');
}
