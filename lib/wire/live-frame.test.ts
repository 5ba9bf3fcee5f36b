import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame, FrameError, type LiveFrame } from './live-frame.ts';

const frame: fc.Arbitrary<LiveFrame> = fc
  .record({ rows: fc.nat(20), fields: fc.integer({ min: 1, max: 8 }) })
  .chain(({ rows, fields }) =>
    fc.record({
      id: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      layout: fc.nat(2 ** 32 - 1),
      seq: fc.nat(),
      timeMs: fc.nat(Number.MAX_SAFE_INTEGER),
      sampleTimesMs: fc.float64Array({ minLength: rows, maxLength: rows }),
      columns: fc.array(fc.float32Array({ minLength: rows, maxLength: rows }), {
        minLength: fields,
        maxLength: fields,
      }),
    }),
  );

const example: LiveFrame = {
  id: 'a',
  layout: 3,
  seq: 7,
  timeMs: 1_700_000_000_000,
  sampleTimesMs: Float64Array.of(1_699_999_999_900, 1_699_999_999_950),
  columns: [Float32Array.of(712.5, NaN), Float32Array.of(0.25, 1)],
};

describe('encodeFrame and decodeFrame', () => {
  it('give back every frame, wherever its bytes lie', () => {
    fc.assert(
      fc.property(frame, fc.nat(9), (sent, offset) => {
        const bytes = encodeFrame(sent);
        const shifted = new Uint8Array(bytes.length + offset);
        shifted.set(bytes, offset);
        expect(decodeFrame(shifted.subarray(offset))).toEqual(sent);
      }),
    );
  });

  it('never read bytes that are not a frame', () => {
    const flip = fc.record({ at: fc.nat(), byte: fc.integer({ min: 1, max: 255 }) });
    fc.assert(
      fc.property(fc.array(flip, { maxLength: 4 }), fc.nat(200), (flips, length) => {
        const bytes = encodeFrame(example);
        for (const { at, byte } of flips) {
          const index = at % bytes.length;
          bytes[index] = (bytes[index] ?? 0) ^ byte;
        }
        try {
          const read = decodeFrame(bytes.slice(0, length));
          expect(read.columns.every((column) => column.length === read.sampleTimesMs.length)).toBe(
            true,
          );
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('decode without a copy when the bytes are aligned', () => {
    const bytes = encodeFrame(example);
    const decoded = decodeFrame(bytes.buffer);
    expect(decoded.columns[0]?.buffer).toBe(bytes.buffer);
    expect(decoded.columns.map((column) => column.byteOffset % 4)).toEqual([0, 0]);
  });

  it('lay the frame out as documented', () => {
    const bytes = encodeFrame({ ...example, sampleTimesMs: [5], columns: [[1.5]] });
    expect(Buffer.from(bytes).toString('hex')).toBe(
      '494c4601' + // ILF, version 1
        '03000000' + // layout
        '0000000000001c40' + // seq
        '00008056febc7842' + // time
        '01000000' + // entities
        '01000000' + // fields
        '01000000' + // bytes of the id
        '00000000' +
        '6100000000000000' + // id, padded to 8
        '0000000000001440' + // sample time
        '0000c03f',
    );
  });

  it('refuse a column of another length', () => {
    expect(() => encodeFrame({ ...example, columns: [[1]] })).toThrow('column 0 has 1 of 2 values');
  });
});
