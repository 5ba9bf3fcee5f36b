import { appendFileSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Journal, type JournalEntry } from './journal.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'isotherm-journal-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const entry = (text: string, kind: JournalEntry['kind'] = 'lines'): JournalEntry => ({
  kind,
  body: Buffer.from(text),
});

/** What a replay against a run of the database sends. */
async function replayed(journal: Journal, run: string, nowMs = 0): Promise<string[]> {
  const sent: string[] = [];
  await journal.replay(
    run,
    ({ kind, body }) => {
      sent.push(`${kind} ${Buffer.from(body).toString()}`);
      return Promise.resolve();
    },
    () => nowMs,
  );
  return sent;
}

it('sends again what another run acknowledged, in order, and nothing twice', async () => {
  const journal = await Journal.open(directory);
  await journal.append([entry('a'), entry('b', 'json')], 'run 1', 0);
  expect(await replayed(journal, 'run 1')).toEqual([]);
  await journal.append([entry('c')], 'run 2', 1);
  expect(await replayed(journal, 'run 2')).toEqual(['lines a', 'json b']);
  expect(await replayed(journal, 'run 2')).toEqual([]);
  expect(await replayed(journal, 'run 3')).toEqual(['lines a', 'json b', 'lines c']);
  await journal.close();
});

it('sends all that an earlier process left', async () => {
  const first = await Journal.open(directory);
  for (let second = 0; second < 30; second += 1) {
    await first.append([entry(String(second))], 'run', second * 1_000);
  }
  await first.close();
  expect(readdirSync(directory).length).toBeGreaterThan(1);
  const second = await Journal.open(directory);
  await second.append([entry('new')], 'run', 0);
  const expected = Array.from({ length: 30 }, (_, at) => `lines ${String(at)}`);
  expect(await replayed(second, 'run')).toEqual(expected);
  await second.close();
});

it('keeps what comes after a record that the disk took only in part', async () => {
  const journal = await Journal.open(directory);
  await journal.append([entry('before')], 'run 1', 0);
  const handle = await open(path.join(directory, 'other'), 'w');
  const prototype = Object.getPrototypeOf(handle) as typeof handle;
  await handle.close();
  const full = vi.spyOn(prototype, 'appendFile').mockImplementationOnce(async function (
    this: typeof handle,
  ) {
    await this.write(Buffer.from([9, 0, 0]));
    throw new Error('no space left on device');
  });
  await expect(journal.append([entry('lost')], 'run 1', 1)).rejects.toThrow('no space left');
  full.mockRestore();
  await journal.append([entry('after')], 'run 1', 2);
  expect(await replayed(journal, 'run 2')).toEqual(['lines before', 'lines after']);
  await journal.close();
});

it('forgets what the same run has had the time to persist, and only that', async () => {
  const journal = await Journal.open(directory);
  await journal.append([entry('old')], 'run 1', 0);
  await journal.append([entry('recent')], 'run 1', 10_000);
  await journal.forget('run 2', 20_000);
  expect(journal.segments).toBe(2);
  await journal.forget('run 1', 9_999);
  expect(readdirSync(directory)).toHaveLength(1);
  expect(await replayed(journal, 'run 2', 30_000)).toEqual(['lines recent']);
  // Sent anew at 30 s, it counts from then.
  await journal.forget('run 2', 20_000);
  expect(journal.segments).toBe(1);
  await journal.forget('run 2', 30_000);
  expect(readdirSync(directory)).toEqual([]);
  await journal.append([entry('next')], 'run 2', 40_000);
  expect(await replayed(journal, 'run 3')).toEqual(['lines next']);
  await journal.close();
});

it('keeps what it could not send', async () => {
  const journal = await Journal.open(directory);
  await journal.append([entry('a')], 'run 1', 0);
  const failing = journal.replay(
    'run 2',
    () => Promise.reject(new Error('away')),
    () => 0,
  );
  await expect(failing).rejects.toThrow('away');
  await journal.forget('run 2', 100_000);
  expect(await replayed(journal, 'run 2')).toEqual(['lines a']);
  await journal.close();
});

it('reads up to where a crash tore it, wherever that is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 5 }),
      fc.nat(),
      fc.boolean(),
      async (bodies, cut, hasNoise) => {
        rmSync(directory, { recursive: true });
        const journal = await Journal.open(directory);
        for (const body of bodies) await journal.append([{ kind: 'json', body }], 'run', 0);
        await journal.close();
        const file = path.join(directory, readdirSync(directory)[0] ?? '');
        const ends = bodies.reduce<number[]>(
          (known, { length }) => [...known, (known.at(-1) ?? 0) + 9 + length],
          [],
        );
        const keptBytes = cut % ((ends.at(-1) ?? 0) + 1);
        truncateSync(file, keptBytes);
        if (hasNoise) appendFileSync(file, Buffer.alloc(30, 0xff));
        const sent: Buffer[] = [];
        const reopened = await Journal.open(directory);
        await reopened.replay(
          'other',
          ({ body }) => {
            sent.push(Buffer.from(body));
            return Promise.resolve();
          },
          () => 0,
        );
        const whole = ends.filter((end) => end <= keptBytes).length;
        expect(sent).toEqual(bodies.slice(0, whole).map((body) => Buffer.from(body)));
      },
    ),
    { numRuns: 60 },
  );
});
