/** Which of several servers evaluates alerts, builds rollups and puts announcements in order. */
export interface Leadership {
  /**
   * True while this server leads. Looked at anew at every call: a process that was stopped and goes
   * on finds that its time has passed before it does anything.
   */
  readonly isLeading: boolean;
  /** Grows with every change of leader, over all servers; null while this one does not lead. */
  readonly term: bigint | null;
  /** Called when it begins and when it ends, never twice in a row with the same. */
  onChange(listener: (isLeading: boolean) => void): void;
  close(): Promise<void>;
}
