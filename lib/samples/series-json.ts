import type { SeriesGrid } from '#lib/store/store.ts';
import { bucketStarts } from '#lib/store/bucket-grid.ts';

/** Text is handed on in pieces of about this many characters. */
const pieceLength = 64 * 1024;

/** The JSON of `seriesAnswerSchema`, piece by piece, so that a large answer is never held whole. */
export function* seriesJson({
  tier,
  stepMs,
  startMs,
  buckets,
  series,
}: SeriesGrid): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  const time = JSON.stringify(bucketStarts({ startMs, stepMs, buckets }));
  let text = `{"tier":${JSON.stringify(tier)},"stepMs":${String(stepMs)},"time":${time},"series":[`;
  let isFirst = true;
  for (const { field, tags, values } of series) {
    const names = `"field":${JSON.stringify(field)},"tags":${JSON.stringify(tags)}`;
    text += `${isFirst ? '' : ','}{${names},"values":[${numbersJson(values)}]}`;
    isFirst = false;
    if (text.length < pieceLength) continue;
    yield encoder.encode(text);
    text = '';
  }
  yield encoder.encode(`${text}]}`);
}

/** A gap, and what is too large for a number, is null. */
function numbersJson(values: Float64Array): string {
  return Array.from(values, (value) => (Number.isFinite(value) ? String(value) : 'null')).join();
}
