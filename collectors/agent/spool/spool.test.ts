import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Spool, type SpoolOptions } from './spool.ts';

let directory: string;

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'spool-'));
});

afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

function open(options: Partial<SpoolOptions> = {}): Spool {
  return new Spool({ directory, maxBytes: 1e9, ...options });
}

function segmentFiles(): string[] {
  return fs
    .readdirSync(directory)
    .filter((name) => name.endsWith('.spool'))
    .sort();
}

function waiting(spool: Spool): { sequence: number; text: string }[] {
  const found = [];
  for (let at = spool.firstWaiting(0); at !== null; at = spool.firstWaiting(at + 1)) {
    found.push({ sequence: at, text: String(spool.read(at)) });
  }
  return found;
}

describe('Spool', () => {
  it('keeps batches and their order over a restart, and numbers on', () => {
    const first = open();
    const one = first.append(Buffer.from('one'));
    first.append(Buffer.from('two'));
    first.settle({ from: one.sequence, to: one.sequence });
    first.close();

    const second = open();
    expect(waiting(second).map(({ text }) => text)).toEqual(['two']);
    expect(second.source).toBe(first.source);
    const three = second.append(Buffer.from('three'));
    expect(three.sequence).toBeGreaterThan(one.sequence + 1);
    expect(waiting(second).map(({ text }) => text)).toEqual(['two', 'three']);
    second.close();
  });

  it('never gives a sequence twice, even when the disk forgot the last batches', () => {
    const first = open();
    const used = [1, 2, 3].map(() => first.append(Buffer.from('x')).sequence);
    // A power loss: the segment is empty again; the cursor on disk is the one that was synced.
    fs.truncateSync(path.join(directory, segmentFiles()[0] ?? ''), 0);

    const second = open();
    expect(second.append(Buffer.from('y')).sequence).toBeGreaterThan(Math.max(...used));
  });

  it('takes a new source name when the cursor is lost, and sends everything again', () => {
    const first = open();
    first.append(Buffer.from('one'));
    first.settle({ from: 0, to: 1e6 });
    first.append(Buffer.from('two'));
    first.close();
    fs.writeFileSync(path.join(directory, 'cursor.json'), '');

    const second = open();
    expect(second.source).not.toBe(first.source);
    expect(waiting(second).length).toBeGreaterThan(0);
  });

  it('remembers what each lane has sent', () => {
    const first = open();
    const { sequence } = first.append(Buffer.from('one'));
    first.bind('live', { from: sequence, to: sequence });

    const second = open();
    expect(second.bound('live')).toEqual({ from: sequence, to: sequence });
    second.release('live');
    second.close();
    expect(open().bound('live')).toBeNull();
  });

  it('cuts off a torn tail and says how much', () => {
    const first = open();
    first.append(Buffer.from('whole'));
    first.append(Buffer.from('torn in the middle'));
    const file = path.join(directory, segmentFiles()[0] ?? '');
    fs.truncateSync(file, fs.statSync(file).size - 5);

    const second = open();
    expect(waiting(second).map(({ text }) => text)).toEqual(['whole']);
    expect(second.recovery).toEqual({ waitingBatches: 1, tornBytes: 8 + 18 - 5 });
    expect(fs.statSync(file).size).toBe(8 + 5);
  });

  it('drops the oldest segment at its cap and counts what was in it', () => {
    const spool = open({ maxBytes: 3000, segmentBytes: 1000 });
    for (let at = 0; at < 100; at += 1) spool.append(Buffer.alloc(92, at));
    const bytes = segmentFiles().reduce(
      (sum, name) => sum + fs.statSync(path.join(directory, name)).size,
      0,
    );
    expect(bytes).toBeLessThanOrEqual(3000);
    expect(spool.droppedBatches + spool.waitingBatches).toBe(100);
    expect(spool.waitingBytes).toBe(spool.waitingBatches * 100);
    const kept = waiting(spool);
    expect(kept.length).toBe(spool.waitingBatches);
    expect(kept.at(-1)?.text).toBe(String(Buffer.alloc(92, 99)));
  });

  it('removes a segment once everything in it is settled', () => {
    const spool = open({ segmentBytes: 100 });
    const sequences = [1, 2, 3, 4].map(() => spool.append(Buffer.alloc(100)).sequence);
    expect(segmentFiles()).toHaveLength(4);
    // The second before the first: a lane that overtakes.
    for (const sequence of [sequences[1], sequences[0], sequences[2]]) {
      if (sequence !== undefined) spool.settle({ from: sequence, to: sequence });
    }
    expect(segmentFiles()).toHaveLength(1);
    expect(waiting(spool).map(({ sequence }) => sequence)).toEqual([sequences[3]]);
  });

  it('uses up a sequence when the disk takes nothing, and goes on when it does again', () => {
    const spool = open();
    const before = spool.append(Buffer.from('before'));
    fs.renameSync(directory, `${directory}-away`);
    const spoolAway = new Spool({ directory: `${directory}-away/other`, maxBytes: 1e6 });
    fs.rmSync(`${directory}-away/other`, { recursive: true });
    const failed = spoolAway.append(Buffer.from('lost'));
    expect(failed.failure).toBeInstanceOf(Error);
    fs.mkdirSync(`${directory}-away/other`);
    const after = spoolAway.append(Buffer.from('after'));
    expect(after).toEqual({ sequence: failed.sequence + 1, failure: null });
    expect(String(spoolAway.read(after.sequence))).toBe('after');
    fs.rmSync(`${directory}-away/other`, { recursive: true });
    fs.renameSync(`${directory}-away`, directory);
    expect(String(spool.read(before.sequence))).toBe('before');
  });

  it('keeps its files to itself', () => {
    const spool = open();
    spool.append(Buffer.from('x'));
    spool.close();
    for (const name of fs.readdirSync(directory)) {
      expect(fs.statSync(path.join(directory, name)).mode & 0o777).toBe(0o600);
    }
  });

  it('refuses a directory that another living process uses', () => {
    const stat = fs.readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    fs.writeFileSync(path.join(directory, 'lock'), `${process.ppid} ${start}\n`);
    expect(() => open()).toThrow(`process ${process.ppid} uses it`);
    fs.writeFileSync(path.join(directory, 'lock'), `${process.ppid} ${start}0\n`);
    expect(() => open()).not.toThrow();
  });
});

type Step =
  | { readonly kind: 'append'; readonly size: number }
  | { readonly kind: 'settle'; readonly skip: number; readonly count: number }
  | { readonly kind: 'save' }
  | { readonly kind: 'crash'; readonly tornBytes: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('append' as const), size: fc.nat(300) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      skip: fc.nat(3),
      count: fc.nat(5),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'save' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('crash' as const), tornBytes: fc.nat(400) }),
  },
);

/** What must be on disk, kept beside the spool in plain memory. */
class Model {
  batches: { sequence: number; text: string; isSettled: boolean }[] = [];
  #settledOnDisk = new Set<number>();

  save(): void {
    this.#settledOnDisk = new Set(
      this.batches.filter(({ isSettled }) => isSettled).map(({ sequence }) => sequence),
    );
  }

  /** A settlement that was not saved may be forgotten: then the batch is sent once more. */
  crash(isTorn: (sequence: number) => boolean, after: Spool): void {
    this.batches = this.batches.filter(({ sequence, isSettled }) => isSettled || !isTorn(sequence));
    for (const batch of this.batches) {
      if (this.#settledOnDisk.has(batch.sequence)) continue;
      batch.isSettled &&= after.read(batch.sequence) === null;
    }
  }
}

describe('Spool under any sequence of appends, settlements and crashes', () => {
  it('keeps every unsettled batch in order and loses only a torn tail', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), (steps) => {
        fs.rmSync(directory, { recursive: true, force: true });
        let spool = open({ segmentBytes: 500 });
        const model = new Model();
        for (const [index, action] of steps.entries()) {
          spool = perform(action, index, spool, model);
          const wanted = model.batches.filter(({ isSettled }) => !isSettled);
          expect(waiting(spool)).toEqual(wanted.map(({ sequence, text }) => ({ sequence, text })));
          expect(spool.waitingBatches).toBe(wanted.length);
        }
        spool.close();
      }),
      { numRuns: 40 },
    );
  });
});

function perform(action: Step, index: number, spool: Spool, model: Model): Spool {
  switch (action.kind) {
    case 'append': {
      const text = `${index}:${'x'.repeat(action.size)}`;
      const { sequence, failure } = spool.append(Buffer.from(text));
      expect(failure).toBeNull();
      expect(sequence).toBeGreaterThan(model.batches.at(-1)?.sequence ?? 0);
      model.batches.push({ sequence, text, isSettled: false });
      // Reserving sequences writes the whole cursor.
      if (sequence % 1000 === 1) model.save();
      return spool;
    }
    case 'settle': {
      const open = model.batches.filter(({ isSettled }) => !isSettled);
      for (const batch of open.slice(action.skip, action.skip + action.count)) {
        spool.settle({ from: batch.sequence, to: batch.sequence });
        batch.isSettled = true;
      }
      return spool;
    }
    case 'save':
      spool.save();
      model.save();
      return spool;
    case 'crash':
      return crash(action.tornBytes, model);
  }
}

/** Ends without closing and tears bytes off the newest segment, as a power loss would. */
function crash(tornBytes: number, model: Model): Spool {
  const newest = segmentFiles().at(-1);
  const torn = new Set<number>();
  if (newest !== undefined) {
    const file = path.join(directory, newest);
    const kept = Math.max(0, fs.statSync(file).size - tornBytes);
    fs.truncateSync(file, kept);
    let end = 0;
    for (const { sequence, text } of model.batches) {
      if (sequence < Number.parseInt(newest, 10)) continue;
      end += 8 + Buffer.byteLength(text);
      if (end > kept) torn.add(sequence);
    }
  }
  const spool = open({ segmentBytes: 500 });
  model.crash((sequence) => torn.has(sequence), spool);
  return spool;
}
