import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A signal came before there was a result. */
export class Stopped extends Error {}

/**
 * Runs something that has started programs. At a signal that would end us the task is told, so that
 * it ends what it started; a second signal ends us at once.
 */
export async function untilStopped<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals) => {
    process.exitCode = 128 + constants.signals[name];
    controller.abort(new Stopped(`ended by ${name}: nothing was measured`));
  };
  for (const name of signals) process.once(name, stop);
  try {
    return await task(controller.signal);
  } finally {
    for (const name of signals) process.off(name, stop);
  }
}

/** Rejects with the signal's reason when it is aborted meanwhile. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(
      () => {
        signal.removeEventListener('abort', abort);
        resolve();
      },
      Math.max(0, milliseconds),
    );
    signal.addEventListener('abort', abort, { once: true });
  });
}
