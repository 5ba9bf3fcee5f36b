/** What a load program is told: agents of a fleet, each with a moment of the second of its own. */
export interface LoadOrder {
  readonly url: string;
  readonly token: string;
  readonly hosts: number;
  readonly gpusPerHost: number;
  /** Devices of the plant; each reports every `deviceSeconds`. */
  readonly devices: number;
  readonly deviceSeconds: number;
}

/** What it says when asked. */
export interface LoadReport {
  readonly pushed: number;
  readonly refused: number;
  /** Points of GPUs and sensors. */
  readonly points: number;
  /** From the push to the acknowledgement: how long a batch waits anywhere. */
  readonly ackP50Ms: number;
  readonly ackP99Ms: number;
  readonly ackLongestMs: number;
  /** Pushes without an answer now. */
  readonly waiting: number;
  readonly oldestWaitingMs: number;
}
