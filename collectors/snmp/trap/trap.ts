import type { Oid, VarBind } from '../client.ts';

/** A trap or an inform whose sender proved that it may send. */
export interface Trap {
  readonly source: 'trap' | 'inform';
  readonly oid: Oid;
  /** Address it came from. */
  readonly sender: string;
  /** Device that it is about where another sent it on; null where it says nothing of that. */
  readonly about: string | null;
  /** Community or user that it was sent with. */
  readonly secret: string;
  readonly values: readonly VarBind[];
  /** Monotonic time at which it arrived. */
  readonly atMs: number;
}
