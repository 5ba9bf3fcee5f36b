import { describe, expect, it } from 'vitest';
import type { Point } from '#lib/model/sample.ts';
import type { SampleSink } from '../collector.ts';
import { told } from './changes.ts';
import { EventWriter } from './gpu-event.ts';

describe('EventWriter', () => {
  it('gives every event of a kind a time of its own', () => {
    const writer = new EventWriter();
    const points: Point[] = [];
    const sink: SampleSink = {
      timeNs: 1_000_000_000n,
      point: (measurement, tags, fields, timeNs = 0n) =>
        void points.push({ measurement, tags, fields, timeNs }),
      fault: () => undefined,
    };
    const tags = { host: 'a', gpu: 'GPU-1' };
    writer.write(sink, tags, told('ecc', 'remapPending'));
    writer.write(sink, tags, told('ecc', 'remapFailed'));
    writer.write(sink, tags, { ...told('ecc', 'sramThreshold'), wallMs: 999.5 });
    writer.write(sink, { ...tags, gpu: 'GPU-2' }, told('ecc', 'remapFailed'));
    writer.write(sink, tags, { ...told('mig', 'migMode'), wallMs: 998 });
    expect(points.map(({ tags, timeNs }) => [tags.gpu, tags.kind, timeNs])).toEqual([
      ['GPU-1', 'ecc', 1_000_000_000n],
      ['GPU-1', 'ecc', 1_000_000_001n],
      ['GPU-1', 'ecc', 1_000_000_002n],
      ['GPU-2', 'ecc', 1_000_000_000n],
      ['GPU-1', 'mig', 998_000_000n],
    ]);
  });
});
