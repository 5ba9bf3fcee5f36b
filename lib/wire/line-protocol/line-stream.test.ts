import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineStream } from './line-stream.ts';
import { parseLines, type ParseOptions } from './parse.ts';

const options: ParseOptions = { precision: 'ns', nowNs: 42n };

function readInPieces(input: Buffer, sizes: readonly number[]) {
  const stream = new LineStream(options);
  const lines = [];
  let at = 0;
  for (const size of sizes) {
    lines.push(...stream.push(input.subarray(at, at + size)));
    at += size;
  }
  lines.push(...stream.push(input.subarray(at)), ...stream.end());
  return lines;
}

describe('LineStream', () => {
  it('reads the same lines whatever the pieces', () => {
    const parts = [
      'm,t=é f=1 1\n',
      'm f="a\nb\\"\n" 2\n',
      'bad\n',
      '# "x="\n',
      '\n',
      'm f="open\n',
    ];
    const input = fc.array(fc.constantFrom(...parts), { maxLength: 12 });
    fc.assert(
      fc.property(input, fc.array(fc.nat(20), { maxLength: 12 }), (lines, sizes) => {
        const bytes = Buffer.from(lines.join(''));
        expect(readInPieces(bytes, sizes)).toEqual([...parseLines(bytes, options)]);
      }),
    );
  });

  it('gives a line as soon as its newline is there', () => {
    const stream = new LineStream(options);
    expect([...stream.push(Buffer.from('m f=1 1\nm f="'))]).toHaveLength(1);
    expect([...stream.push(Buffer.from('a\n'))]).toHaveLength(0);
    expect([...stream.push(Buffer.from('" 2\n'))]).toMatchObject([{ line: 2, timeNs: 2n }]);
  });

  it('finds the end of a record that is longer than many pieces', () => {
    const stream = new LineStream(options);
    const read = [...stream.push(Buffer.from('m f="'))];
    for (let i = 0; i < 100; i++) read.push(...stream.push(Buffer.alloc(10_000, 'x')));
    read.push(...stream.push(Buffer.from('" 1\nm f=1 2\n')), ...stream.end());
    expect(read).toMatchObject([
      { line: 1, timeNs: 1n },
      { line: 2, timeNs: 2n },
    ]);
  });
});
