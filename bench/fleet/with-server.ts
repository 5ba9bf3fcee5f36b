import { startIsotherm, type RunningIsotherm } from '#tests/simulator/isotherm.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Gives the work a real server in a process of its own, which ends with the work, and also when the
 * benchmark is told to stop.
 */
export async function withServer<T>(work: (server: RunningIsotherm) => Promise<T>): Promise<T> {
  const server = await startIsotherm({ environment: { ISOTHERM_LOG_LEVEL: 'warn' } });
  const stopAll = () => void server.stop().finally(() => process.exit(1));
  for (const signal of signals) process.once(signal, stopAll);
  try {
    return await work(server);
  } finally {
    for (const signal of signals) process.off(signal, stopAll);
    await server.stop();
  }
}
