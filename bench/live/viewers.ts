import type { Subscribe } from '#lib/wire/live-messages.ts';

/** What a program of viewers is told. */
export interface ViewersOrder {
  readonly url: string;
  readonly token: string;
  readonly viewers: number;
  /** Null: the other side begins by itself, as a bare broadcast does. */
  readonly question: Omit<Subscribe, 'type' | 'id'> | null;
}

/** What it says when asked, about the time since it was last asked. */
export interface ViewersReport {
  readonly connected: number;
  readonly frames: number;
  readonly bytes: number;
  /** Each new sample of each frame at each viewer: from its push until the frame is there. */
  readonly samples: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Viewers whose newest frame is not the newest that anybody has. */
  readonly behind: number;
}
