import { parentPort, workerData } from 'node:worker_threads';
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
    reply({ type: 'answer', id, result: await perform(engine, call, controller.signal) });
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
    case 'latest':
      return engine.latest(...call.arguments, signal);
    case 'points':
      return engine.points(...call.arguments, signal);
    case 'series':
      return engine.series(...call.arguments, signal);
    case 'listSeries':
      return engine.listSeries(...call.arguments, signal);
    case 'measurements':
      return engine.measurements(signal);
    case 'tiers':
      return engine.tiers(signal);
    case 'batchWatermarks':
      return engine.batchWatermarks();
    case 'maintain':
      return engine.maintain(...call.arguments);
    case 'close':
      return engine.close();
  }
}

function reply(message: WorkerReply): void {
  parentPort?.postMessage(message);
}

function sentError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), code: null };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { name: error.name, message: error.message, code };
}
