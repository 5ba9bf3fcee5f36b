import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { untabulate } from '#lib/wire/line-protocol/testdata/untabulate.ts';
import type { EncodedBody } from './decode.ts';
import { Decoder } from './decoder.ts';
import { defaultLimits } from './limits.ts';

const decoders: Decoder[] = [];

function start(limits = defaultLimits): Decoder {
  const decoder = new Decoder(limits);
  decoders.push(decoder);
  return decoder;
}

afterEach(async () => {
  for (const decoder of decoders.splice(0)) await decoder.close();
});

function body(text: string, encoding: EncodedBody['encoding'] = 'identity'): EncodedBody {
  const bytes = encoding === 'gzip' ? gzipSync(text) : Buffer.from(text);
  return { bytes: new Uint8Array(bytes), encoding, precision: 's', nowMs: 1_700_000_000_000 };
}

describe('Decoder', () => {
  it('reads bodies in another thread and tells what was in them', async () => {
    const decoded = await start().decode(body('m,t=a f=1 5\nbad\nm,t=b s="x" 7', 'gzip'));
    expect(decoded).toMatchObject({
      kind: 'lines',
      points: 2,
      newestMs: 7000,
      badLines: 1,
      errors: [{ line: 2, column: 4 }],
    });
    if (decoded.kind !== 'lines') return;
    expect(untabulate(decoded.tables).map(({ timeNs }) => timeNs)).toEqual([
      5n * 10n ** 9n,
      7n * 10n ** 9n,
    ]);
  });

  it('answers bodies in order', async () => {
    const decoder = start();
    const bodies = Array.from({ length: 20 }, (_, index) => body(`m f=1 ${index}`));
    const decoded = await Promise.all(bodies.map((each) => decoder.decode(each)));
    const newest = decoded.map((each) => (each.kind === 'lines' ? each.newestMs : null));
    expect(newest).toEqual(bodies.map((_, index) => index * 1000));
  });

  it('names ten bad lines and counts the others', async () => {
    const decoded = await start().decode(body('bad\n'.repeat(50)));
    expect(decoded).toMatchObject({ badLines: 50, points: 0, newestMs: null });
    expect(decoded.kind === 'lines' && decoded.errors).toHaveLength(10);
  });

  it('stops at its limits', async () => {
    const decoder = start({ ...defaultLimits, unpackedBytes: 1000, cells: 2000 });
    expect(await decoder.decode(body('m f=1\n'.repeat(1000), 'gzip'))).toEqual({
      kind: 'too-large',
      reason: 'the body has more than 1000 bytes unpacked',
    });
    const sparse = Array.from({ length: 60 }, (_, index) => `m f${index}=1`).join('\n');
    expect(await decoder.decode(body(sparse))).toMatchObject({ kind: 'too-large' });
    const broken = { ...body('x'), encoding: 'gzip' as const };
    expect(await decoder.decode(broken)).toMatchObject({ kind: 'invalid' });
  });

  it('refuses what comes or waits when it is closed', async () => {
    const decoder = start();
    const waiting = decoder.decode(body('m f=1'));
    const lost = expect(waiting).rejects.toThrow('decode a body: its thread ended');
    await decoder.close();
    await lost;
    await expect(decoder.decode(body('m f=1'))).rejects.toThrow('the decoder is closed');
  });

  it('goes on with a new thread when one has run out of memory', async () => {
    const decoder = new Decoder(defaultLimits, 16);
    decoders.push(decoder);
    const series = Array.from({ length: 200_000 }, (_, index) => `m,t=${index} f=1`).join('\n');
    await expect(decoder.decode(body(series))).rejects.toThrow('its thread ended');
    expect(await decoder.decode(body('m f=1'))).toMatchObject({ kind: 'lines', points: 1 });
  });
});
