import type { Log } from '#lib/services.ts';

/** Work that recurs; a run that is still going is not started again. */
export interface Recurring {
  readonly name: string;
  readonly everyMs: number;
  run(nowMs: number): void | Promise<void>;
}

/**
 * Starts the server's timers. A failure is logged once per distinct message and the work goes on.
 *
 * @returns stops them and resolves when nothing runs any more.
 */
export function startHeartbeat(
  works: readonly Recurring[],
  clock: () => number,
  log: Log,
): () => Promise<void> {
  const running = new Map<string, Promise<void>>();
  const lastFailure = new Map<string, string>();

  async function once(work: Recurring): Promise<void> {
    try {
      await work.run(clock());
      lastFailure.delete(work.name);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (lastFailure.get(work.name) !== message) log.error({ err: error }, `${work.name} failed`);
      lastFailure.set(work.name, message);
    } finally {
      running.delete(work.name);
    }
  }

  const timers = works.map((work) =>
    setInterval(() => {
      if (!running.has(work.name)) running.set(work.name, once(work));
    }, work.everyMs),
  );
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(running.values());
  };
}
