/**
 * How servers talk to each other. Messages are delivered at most once and never to the one who sent
 * them; what was missed while the bus was away is gone. Everything that comes over it was written
 * by another program and is checked by who reads it.
 */
export interface Bus {
  readonly isConnected: boolean;
  /** Does nothing while the bus is away. */
  publish(subject: string, data: Uint8Array): void;
  /** @returns stops listening */
  subscribe(subject: string, listener: (data: Uint8Array) => void): () => void;
  /** @throws BusError when nobody answers in time */
  request(subject: string, data: Uint8Array, withinMs: number): Promise<Uint8Array>;
  /** Answers requests; an answer that throws is none. @returns stops answering */
  serve(subject: string, answer: (data: Uint8Array) => Promise<Uint8Array>): () => void;
  /** Resolves once what was published before has left this process. */
  flush(): Promise<void>;
  /** Called whenever the bus comes or goes. */
  onState(listener: (isConnected: boolean) => void): void;
  close(): Promise<void>;
}

/** Nobody answered, or the bus is away. */
export class BusError extends Error {
  override readonly name = 'BusError';
}

/** Largest message; NATS refuses more than a megabyte unless it is told otherwise. */
export const maxMessageBytes = 1_000_000;
