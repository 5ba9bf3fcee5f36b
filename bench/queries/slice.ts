import type { Tags } from '#lib/model/sample.ts';
import type { Store } from '#lib/store/store.ts';
import { celsiusAt, gpusAHost, gpuTags, joulesAt, rackName, sampleAt, wattsAt } from './hall.ts';
import type { Range } from './questions.ts';

/** A few hours at one minute, small enough to be written to every store. */
export interface Slice extends Range {
  readonly gpus: number;
}

export const minuteMs = 60_000;

export function makeSlice(gpus: number, hours: number): Slice {
  const endMs = Date.UTC(2026, 9, 31);
  return { gpus, endMs, startMs: endMs - hours * 3_600_000 };
}

/** Writes it as agents would and rolls it up, until nothing is left to do. */
export async function writeToStore(store: Store, slice: Slice): Promise<void> {
  const tags = gpuTags(slice.gpus);
  for (let ms = slice.startMs; ms < slice.endMs; ms += minuteMs) {
    await store.write({ tables: [sampleAt(tags, ms, slice.startMs)] });
  }
  const signal = new AbortController().signal;
  for (let before = ''; ;) {
    await store.maintain(slice.endMs + 3_600_000);
    const now = JSON.stringify(await store.tiers(signal));
    if (now === before) return;
    before = now;
  }
}

/** The same as line protocol, 5,000 lines at a time; the rack is a tag, as others need it. */
export function* linesOf(slice: Slice): Generator<string> {
  const heads = gpuTags(slice.gpus).map(headOf);
  let lines: string[] = [];
  for (let ms = slice.startMs; ms < slice.endMs; ms += minuteMs) {
    for (const [gpu, head] of heads.entries()) {
      const joules = joulesAt(gpu, ms, slice.startMs);
      lines.push(
        `${head} power_watts=${wattsAt(gpu, ms)},temperature_celsius=${celsiusAt(gpu, ms)},energy_joules_total=${joules} ${ms}000000`,
      );
      if (lines.length < 5000) continue;
      yield lines.join('\n');
      lines = [];
    }
  }
  if (lines.length > 0) yield lines.join('\n');
}

function headOf(tags: Tags, gpu: number): string {
  const rack = rackName(Math.floor(gpu / gpusAHost));
  const pairs = Object.entries({ ...tags, rack }).map(
    ([name, value]) => `,${name}=${value.replaceAll(' ', '\\ ')}`,
  );
  return `gpu${pairs.join('')}`;
}
