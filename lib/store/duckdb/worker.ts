import { parentPort, workerData } from 'node:worker_threads';
import type { SeriesGrid } from '../store.ts';
import { openEngine } from './engine.ts';
import type {
  OperationCall,
  Operations,
  SentError,
  WorkerOptions,
  WorkerReply,
  WorkerRequest,
} from './messages.ts';

const { file } = (workerData as { data: WorkerOptions }).data;
await serve();

async function serve(): Promise<void> {
  let engine: Operations;
  try {
    engine = await openEngine(file);
  } catch (error) {
    reply({ type: 'opened', error: sentError(error) });
    return;
  }
  const running = new Map<number, AbortController>();
  parentPort?.on('message', (request: WorkerRequest) => {
    if (request.type === 'cancel') running.get(request.id)?.abort();
    else void answer(engine, running, request.id, request.call);
  });
  reply({ type: 'opened', error: null });
}

async function answer(
  engine: Operations,
  running: Map<number, AbortController>,
  id: number,
  call: OperationCall,
): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const result = await perform(engine, call, controller.signal);
    reply({ type: 'answer', id, result }, handedOver(result));
  } catch (error) {
    reply({ type: 'failure', id, error: sentError(error) });
  } finally {
    running.delete(id);
  }
  // Nothing keeps the thread alive once its port is closed.
  if (call.operation === 'close') parentPort?.close();
}

function perform(engine: Operations, call: OperationCall, signal: AbortSignal): Promise<unknown> {
  switch (call.operation) {
    case 'write':
      return engine.write(...call.arguments);
    case 'batchWatermarks':
      return engine.batchWatermarks();
    case 'maintain':
      return engine.maintain(...call.arguments);
    case 'close':
      return engine.close();
    default:
      return read(engine, call, signal);
  }
}

type ReadCall = Exclude<
  OperationCall,
  { operation: 'write' | 'batchWatermarks' | 'maintain' | 'close' }
>;

function read(engine: Operations, call: ReadCall, signal: AbortSignal): Promise<unknown> {
  switch (call.operation) {
    case 'latest':
      return engine.latest(...call.arguments, signal);
    case 'points':
      return engine.points(...call.arguments, signal);
    case 'grid':
      return engine.grid(...call.arguments, signal);
    case 'top':
      return engine.top(...call.arguments, signal);
    case 'quantiles':
      return engine.quantiles(...call.arguments, signal);
    case 'listSeries':
      return engine.listSeries(...call.arguments, signal);
    case 'measurements':
      return engine.measurements(signal);
    case 'tiers':
      return engine.tiers(signal);
  }
}

function reply(message: WorkerReply, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

/** The one buffer of a grid: its columns move to the other thread without being copied. */
function handedOver(result: unknown): ArrayBuffer[] {
  if (typeof result !== 'object' || result === null || !('buckets' in result)) return [];
  const [first] = (result as SeriesGrid).series;
  return first?.values.buffer instanceof ArrayBuffer ? [first.values.buffer] : [];
}

function sentError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), code: null };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { name: error.name, message: error.message, code };
}
