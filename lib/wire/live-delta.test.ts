import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDelta, decodeDelta, encodeDelta, type DeltaSource } from './live-delta.ts';
import { FrameError } from './frame-header.ts';
import { decodeFrame, encodeFrame } from './live-frame.ts';

const source: fc.Arbitrary<DeltaSource> = fc
  .record({ entities: fc.integer({ min: 1, max: 20 }), fields: fc.integer({ min: 1, max: 5 }) })
  .chain(({ entities, fields }) =>
    fc.record({
      id: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      layout: fc.nat(2 ** 32 - 1),
      seq: fc.nat(),
      timeMs: fc.nat(Number.MAX_SAFE_INTEGER),
      sampleTimesMs: fc.float64Array({ minLength: entities, maxLength: entities }),
      columns: fc.array(fc.float32Array({ minLength: entities, maxLength: entities }), {
        minLength: fields,
        maxLength: fields,
      }),
      places: fc
        .uniqueArray(fc.nat(entities - 1), { maxLength: entities })
        .map((places) => Int32Array.from(places)),
    }),
  );

const example: DeltaSource = {
  id: 'a',
  layout: 3,
  seq: 7,
  timeMs: 1_700_000_000_000,
  sampleTimesMs: Float64Array.of(5, 6, 7),
  columns: [Float32Array.of(0.5, 1.5, 2.5)],
  places: Int32Array.of(2, 0),
};

describe('a delta', () => {
  it('makes the frame it was made from out of the one before, wherever its bytes lie', () => {
    fc.assert(
      fc.property(source, fc.nat(9), (sent, offset) => {
        const bytes = encodeDelta(sent);
        const shifted = Buffer.alloc(bytes.length + offset);
        shifted.set(bytes, offset);
        const delta = decodeDelta(shifted.subarray(offset));
        const { id, layout, seq, timeMs } = sent;
        expect(delta).toMatchObject({ id, layout, seq, timeMs });
        expect(delta.entities).toBe(sent.sampleTimesMs.length);
        const frame = before(sent);
        applyDelta(delta, frame);
        expect(frame.sampleTimesMs).toEqual(sent.sampleTimesMs);
        expect(frame.columns).toEqual(sent.columns);
      }),
    );
  });

  it('never reads bytes that are not a delta, and never an entity that is not there', () => {
    const flip = fc.record({ at: fc.nat(), byte: fc.integer({ min: 1, max: 255 }) });
    fc.assert(
      fc.property(fc.array(flip, { maxLength: 4 }), fc.nat(200), (flips, length) => {
        const bytes = encodeDelta(example);
        for (const { at, byte } of flips) {
          const index = at % bytes.length;
          bytes[index] = (bytes[index] ?? 0) ^ byte;
        }
        try {
          const { places, entities, columns } = decodeDelta(bytes.slice(0, length));
          expect(places.every((place) => place < entities)).toBe(true);
          expect(columns.every((column) => column.length === places.length)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is laid out as documented', () => {
    expect(Buffer.from(encodeDelta(example)).toString('hex')).toBe(
      '494c4401' + // ILD, version 1
        '03000000' + // layout
        '0000000000001c40' + // seq
        '00008056febc7842' + // time
        '02000000' + // entities that it changes
        '01000000' + // fields
        '01000000' + // bytes of the id
        '03000000' + // entities of the frame
        '6100000000000000' + // id, padded to 8
        '0000000000001c40' + // sample times
        '0000000000001440' +
        '00002040' + // values
        '0000003f' +
        '02000000' + // places
        '00000000',
    );
  });

  it('is not taken for a frame, nor a frame for a delta', () => {
    expect(() => decodeFrame(encodeDelta(example))).toThrow(FrameError);
    expect(() => decodeDelta(encodeFrame(example))).toThrow(FrameError);
  });
});

/** A frame of the same size in which the places that do not change are right already. */
function before({ sampleTimesMs, columns, places }: DeltaSource) {
  const frame = {
    sampleTimesMs: sampleTimesMs.slice(),
    columns: columns.map((column) => column.slice() as Float32Array),
  };
  for (const place of places) {
    frame.sampleTimesMs[place] = -1;
    for (const column of frame.columns) column[place] = -1;
  }
  return frame;
}
