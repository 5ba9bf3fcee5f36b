import { z } from 'zod';
import {
  durationParameter,
  matchParameter,
  namesParameter,
  timeParameter,
} from '#lib/api/parameters.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import type { Services } from '#lib/services.ts';
import { selectSeries } from '#lib/store/select-series.ts';
import type { Match, SeriesGrid, TagJoin } from '#lib/store/store.ts';
import {
  allocateReplayFrames,
  encodeReplayLayout,
  replayFrameBytes,
  type ReplayLayout,
} from '#lib/wire/replay.ts';
import { withinDeadline } from './query-deadline.ts';

const mostFrames = 11_000;
/** What one question to the store answers: few enough that the first frame is soon there. */
const sliceValues = 250_000;
/** Frames are handed on in pieces of about this size. */
const pieceBytes = 256 * 1024;

export const replayQuerySchema = z.strictObject({
  measurement: z.string().min(1).max(128),
  fields: namesParameter(8),
  match: matchParameter.default({}),
  start: timeParameter,
  end: timeParameter.describe('exclusive'),
  step: durationParameter.default(60_000).describe('time from one frame to the next'),
  aggregate: z.enum(['mean', 'min', 'max', 'last']).default('mean'),
});
export type ReplayQuestion = z.output<typeof replayQuerySchema>;

/**
 * The values of all series at every step of a range, frame by frame, as lib/wire/replay.ts encodes
 * them. The store is asked slice by slice, as the frames are taken.
 *
 * @throws Refusal for a range that makes no sense or has too many frames
 */
export async function* readReplay(
  services: Pick<Services, 'store' | 'places'>,
  question: ReplayQuestion,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  checkRange(question);
  const { store, places } = services;
  const { measurement, fields, match, end: endMs } = question;
  const stored = await withinDeadline(signal, (bounded) => store.listSeries(measurement, bounded));
  const entities = matching(stored, match, places.join());
  const slices = slicesOf(services, question, entities.length, signal);
  const { grid: first, stepMs } = await firstSlice(slices, question);
  const frames = Math.ceil((endMs - first.startMs) / stepMs);
  const layout: ReplayLayout = {
    entities: entities.map((tags) => places.tags(tags)),
    ...{ fields, startMs: first.startMs, stepMs, frames },
  };
  yield encodeReplayLayout(layout);
  const rows = new Map(entities.map((tags, row) => [seriesKey(tags), row] as const));
  for (let done = 0; done < frames;) {
    const grid = done === 0 ? first : await slices(first.startMs + done * stepMs, stepMs);
    yield* pieces(layout, rows, grid, done);
    done += grid.buckets;
  }
}

function checkRange({ start, end, step }: ReplayQuestion): void {
  if (end <= start) throw new Refusal('invalid', 'read replay: the range ends before it starts');
  const frames = Math.ceil((end - start) / step);
  if (frames <= mostFrames) return;
  const seconds = Math.ceil((end - start) / mostFrames / 1000);
  throw new Refusal(
    'invalid',
    `read replay: ${frames} frames asked for, at most ${mostFrames} allowed; ask for a step of at least ${seconds}s or a shorter range`,
  );
}

function matching(stored: readonly Tags[], match: Match, join: TagJoin): readonly Tags[] {
  const entries = stored.map((tags, id) => [id, tags] as const);
  return selectSeries(entries, match, join, undefined).groupTags;
}

/** Reads the slice that begins at a time. */
type ReadSlice = (startMs: number, stepMs: number) => Promise<SeriesGrid>;

function slicesOf(
  { store, places }: Pick<Services, 'store' | 'places'>,
  { measurement, fields, match, end, aggregate }: ReplayQuestion,
  entities: number,
  signal: AbortSignal,
): ReadSlice {
  const values = Math.max(1, entities * fields.length);
  const maxPoints = Math.min(mostFrames, Math.max(1, Math.floor(sliceValues / values)));
  return (startMs, stepMs) => {
    const endMs = Math.min(end, startMs + maxPoints * stepMs);
    const range = { startMs, endMs, stepMs, maxPoints };
    const query = { measurement, fields, match, join: places.join(), aggregate, ...range };
    return withinDeadline(signal, (bounded) => store.grid(query, bounded));
  };
}

/** Where only coarser rows remain, the whole replay takes their step. */
async function firstSlice(
  slices: ReadSlice,
  { start, step }: ReplayQuestion,
): Promise<{ grid: SeriesGrid; stepMs: number }> {
  const grid = await slices(Math.floor(start / step) * step, step);
  const { startMs, stepMs } = grid;
  return { grid: stepMs === step ? grid : await slices(startMs, stepMs), stepMs };
}

function* pieces(
  layout: ReplayLayout,
  rows: ReadonlyMap<string, number>,
  { buckets, series }: SeriesGrid,
  done: number,
): Generator<Uint8Array> {
  const columns = series.flatMap(({ field, tags, values }) => {
    const row = rows.get(seriesKey(tags));
    return row === undefined ? [] : [{ row, field: layout.fields.indexOf(field), values }];
  });
  const framesAPiece = Math.max(1, Math.floor(pieceBytes / replayFrameBytes(layout)));
  for (let from = 0; from < buckets; from += framesAPiece) {
    const count = Math.min(framesAPiece, buckets - from);
    const { bytes, frames } = allocateReplayFrames(layout, done + from, count);
    for (const { row, field, values } of columns) {
      frames.forEach((frame, index) => {
        const column = frame.columns[field];
        if (column) column[row] = values[from + index] ?? Number.NaN;
      });
    }
    yield bytes;
  }
}
