/** Tells agents which devices they are to poll. */
export interface Assignments {
  /** Sends the whole list of a host to its agent; nothing happens where that is away. */
  send(host: string): Promise<void>;
}
