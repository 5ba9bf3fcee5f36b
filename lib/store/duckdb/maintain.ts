import { setImmediate } from 'node:timers/promises';
import { dueWindows, firstOpenWindow } from '../due-windows.ts';
import { rollupTiers, type RollupTier } from '../tier.ts';
import type { MeasurementEntry } from './catalog.ts';
import { dropPartition, expiredPartitions } from './retention.ts';
import { buildableEnd, buildRun, sourceRows } from './roll-up.ts';
import { windowRuns, type WindowRun } from '../rollup-window.ts';
import { storeHour, storeWindow } from './store-window.ts';
import type { WriterState } from './writer-state.ts';
import type { WriteLane } from './write-lane.ts';

/** Rows one statement takes in; writes wait for as long as it runs. */
const sliceRows = 60_000;
/** Time after which one call leaves the rest to the next. */
const budgetMs = 2_000;

/** Stores the windows that are complete, builds what else is due, newest first, then drops. */
export async function maintain(state: WriterState, lane: WriteLane, nowMs: number): Promise<void> {
  const deadline = performance.now() + budgetMs;
  const isLate = () => lane.isClosed || performance.now() >= deadline;
  state.clockMs = Math.max(state.clockMs, nowMs);
  const firstOpen = firstOpenWindow('10s', nowMs);
  const firstOpenHour = firstOpenWindow('1h', nowMs);
  while (!isLate() && (await lane.exclusive(() => storeReady(state, firstOpen)))) {
    await setImmediate();
  }
  state.stream.look();
  while (!isLate() && (await lane.exclusive(() => storeReadyHour(state, firstOpenHour)))) {
    await setImmediate();
  }
  state.hours.look();
  for (const tier of rollupTiers) {
    for (const entry of [...state.catalog.measurements.values()]) {
      while (!isLate() && (await buildSlice(state, lane, entry, tier, nowMs))) {
        // Writes that arrived meanwhile are taken in before the next slice.
        await setImmediate();
      }
    }
  }
  while (!isLate() && (await lane.exclusive(() => dropOne(state, nowMs)))) await setImmediate();
}

async function storeReady(state: WriterState, firstOpen: number): Promise<boolean> {
  const ready = state.stream.ready(firstOpen);
  if (ready) await storeWindow(state, ready.entry, ready.window);
  return ready !== null;
}

async function storeReadyHour(state: WriterState, firstOpenHour: number): Promise<boolean> {
  const ready = state.hours.ready(firstOpenHour, (entry, hour) =>
    state.stream.hasOpenIn(entry, hour),
  );
  if (ready) await storeHour(state, ready.entry, ready.open);
  return ready !== null;
}

/** True for what is gathered in memory and will be stored from there. */
function isOpen(
  { stream, hours }: WriterState,
  entry: MeasurementEntry,
  tier: RollupTier,
  window: number,
): boolean {
  if (tier === '1h') return hours.isOpen(entry, window);
  return tier === '10s' && stream.isOpen(entry, window);
}

/** Builds one slice; false when nothing is due. */
async function buildSlice(
  state: WriterState,
  lane: WriteLane,
  entry: MeasurementEntry,
  tier: RollupTier,
  nowMs: number,
): Promise<boolean> {
  const due = dueWindows(entry, tier, nowMs).filter(
    (window) => !isOpen(state, entry, tier, window),
  );
  const newest = windowRuns(due).at(-1);
  if (!newest) return false;
  const run = buildableEnd(entry, tier, newest);
  const rows = await sourceRows(state.builder, entry, tier, run);
  await buildRun(state, (work) => lane.exclusive(work), entry, tier, shorten(run, rows));
  return true;
}

/** As many windows from the end of the run as fit into a slice, taking their rows for even. */
function shorten(run: WindowRun, rows: number): WindowRun {
  const windows = run.last - run.first + 1;
  const fitting =
    rows <= sliceRows ? windows : Math.max(1, Math.floor((windows * sliceRows) / rows));
  return { first: run.last - fitting + 1, last: run.last };
}

async function dropOne({ connection, catalog }: WriterState, nowMs: number): Promise<boolean> {
  const [expired] = expiredPartitions(catalog, nowMs);
  if (expired) await dropPartition(connection, expired);
  return expired !== undefined;
}
