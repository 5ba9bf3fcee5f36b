/** How far the clock of a host may run ahead of ours: what is further ahead is refused. */
export const clockAheadMs = 10 * 60_000;
