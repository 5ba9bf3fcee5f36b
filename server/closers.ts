import type { Log } from '#lib/services.ts';

/** What has been opened so far, so that it can be closed in the opposite order. */
export interface Closers {
  add(part: string, close: () => Promise<void>): void;
  /** One part that fails to close does not keep the others open. Closing twice is fine. */
  closeAll(): Promise<void>;
}

export function createClosers(log: Log): Closers {
  const opened: { part: string; close: () => Promise<void> }[] = [];
  return {
    add: (part, close) => {
      opened.push({ part, close });
    },
    closeAll: async () => {
      for (const { part, close } of opened.splice(0).reverse()) {
        await close().catch((error: unknown) => log.error({ err: error, part }, 'close failed'));
      }
    },
  };
}
