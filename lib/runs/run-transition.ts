import type { RunState } from '#lib/model/run.ts';

/** States in which a run takes up its device, as far as the server knows. */
export const activeStates = ['starting', 'running', 'stopping'] as const;

/**
 * Which state may follow which. `lost` is only the server's guess: what an agent that came back
 * reports afterwards is true and replaces it. The other ends are final.
 */
const followers: Readonly<Record<RunState, readonly RunState[]>> = {
  starting: ['running', 'stopping', 'finished', 'stopped', 'failed', 'refused', 'lost'],
  running: ['stopping', 'finished', 'stopped', 'failed', 'lost'],
  stopping: ['finished', 'stopped', 'failed', 'lost'],
  lost: ['running', 'finished', 'stopped', 'failed'],
  finished: [],
  stopped: [],
  failed: [],
  refused: [],
};

export function mayFollow(from: RunState, to: RunState): boolean {
  return followers[from].includes(to);
}

/** Every state from which `to` can be reached in one step. */
export function predecessors(to: RunState): RunState[] {
  return (Object.keys(followers) as RunState[]).filter((from) => mayFollow(from, to));
}

export function isActive(state: RunState): boolean {
  return activeStates.some((active) => active === state);
}
