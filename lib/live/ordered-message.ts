/** A message of a live topic that has the same number on every server. */
export interface OrderedMessage {
  readonly seq: number;
  /** Number of the message before it; where another one is the newest, some are missing here. */
  readonly before: number;
  readonly timeMs: number;
  readonly payload: unknown;
}
