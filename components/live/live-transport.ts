/** The part of WebSocket that a live connection uses. */
export interface LiveTransport {
  send(message: string): void;
  close(): void;
}

export interface TransportEvents {
  opened(): void;
  message(data: string | ArrayBuffer): void;
  closed(code: number): void;
}

/** Dials the server; events begin later, never before it returns. */
export type OpenTransport = (events: TransportEvents) => LiveTransport;

/** Time as a live connection sees it. */
export interface LiveTime {
  /** Epoch milliseconds. */
  now(): number;
  /** @returns cancels it */
  after(ms: number, run: () => void): () => void;
}
