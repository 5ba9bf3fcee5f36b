import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allocateReplayFrames,
  encodeReplayLayout,
  ReplayError,
  ReplayReader,
  type ReplayFrame,
  type ReplayLayout,
} from './replay.ts';

const replay = fc
  .record({ rows: fc.nat(7), fields: fc.integer({ min: 1, max: 3 }), frames: fc.nat(6) })
  .chain(({ rows, fields, frames }) =>
    fc.record({
      layout: fc.record({
        entities: fc.array(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), {
          minLength: rows,
          maxLength: rows,
        }),
        fields: fc.array(fc.string({ minLength: 1 }), { minLength: fields, maxLength: fields }),
        startMs: fc.nat(2 ** 40),
        stepMs: fc.integer({ min: 1, max: 3_600_000 }),
        frames: fc.constant(frames),
      }),
      values: fc.array(
        fc.array(fc.float32Array({ minLength: rows, maxLength: rows }), {
          minLength: fields,
          maxLength: fields,
        }),
        { minLength: frames, maxLength: frames },
      ),
    }),
  );

function encode(layout: ReplayLayout, values: readonly (readonly Float32Array[])[]): Uint8Array {
  const { bytes, frames } = allocateReplayFrames(layout, 0, layout.frames);
  frames.forEach(({ columns }, frame) => {
    columns.forEach((column, field) => column.set(values[frame]?.[field] ?? []));
  });
  return Buffer.concat([encodeReplayLayout(layout), bytes]);
}

describe('ReplayReader', () => {
  it('gives back every replay, however its bytes are cut', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(replay, cuts, ({ layout, values }, lengths) => {
        const sent = encode(layout, values);
        const reader = new ReplayReader();
        const read: ReplayFrame[] = [];
        for (let at = 0, turn = 0; at < sent.length; turn += 1) {
          const length = lengths[turn % lengths.length] ?? 1;
          read.push(...reader.push(sent.subarray(at, at + length)));
          at += length;
        }
        expect(reader.layout).toEqual(JSON.parse(JSON.stringify(layout)));
        expect(reader.isComplete).toBe(true);
        expect(read.map(({ columns }) => columns)).toEqual(values);
        const times = values.map((_, frame) => layout.startMs + frame * layout.stepMs);
        expect(read.map(({ timeMs }) => timeMs)).toEqual(times);
      }),
    );
  });

  const layout = { entities: [{ gpu: 'a' }], fields: ['x'], startMs: 0, stepMs: 1, frames: 1 };

  it('is not complete when the stream was cut off', () => {
    const reader = new ReplayReader();
    const sent = encode(layout, [[Float32Array.of(1)]]);
    expect(reader.push(sent.subarray(0, sent.length - 1))).toEqual([]);
    expect(reader.isComplete).toBe(false);
  });

  it('refuses what is no replay and more frames than were announced', () => {
    const sent = encode(layout, [[Float32Array.of(1)]]);
    expect(() => new ReplayReader().push(Buffer.from('{"error":"x"}'))).toThrow(ReplayError);
    expect(() => new ReplayReader().push(Buffer.concat([sent, sent]))).toThrow(/announced/);
  });

  it('leaves what was not filled in a gap', () => {
    const { frames } = allocateReplayFrames(layout, 4, 1);
    expect(frames).toEqual([{ timeMs: 4, columns: [Float32Array.of(Number.NaN)] }]);
  });
});
