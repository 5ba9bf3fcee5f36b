import type { Log } from '#lib/services.ts';

/** What has been opened so far, so that it can be closed in the opposite order. */
export interface Closers {
  add(part: string, close: () => Promise<void>): void;
  /**
   * One part that fails to close, or takes longer than `patienceMs`, does not keep the others open.
   * Closing twice is fine.
   */
  closeAll(patienceMs: number): Promise<void>;
}

export function createClosers(log: Log): Closers {
  const opened: { part: string; close: () => Promise<void> }[] = [];
  return {
    add: (part, close) => {
      opened.push({ part, close });
    },
    closeAll: async (patienceMs) => {
      for (const { part, close } of opened.splice(0).reverse()) {
        await within(patienceMs, close()).catch((error: unknown) => {
          log.error({ err: error, part }, 'a part of the server did not close');
        });
      }
    },
  };
}

async function within(patienceMs: number, closing: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`close: not done after ${patienceMs} ms`));
    }, patienceMs);
  });
  try {
    await Promise.race([closing, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
