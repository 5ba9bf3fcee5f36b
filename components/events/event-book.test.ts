import { describe, expect, it } from 'vitest';
import { makeGpuEvent } from '#lib/model/gpu-event.ts';
import { isAbout, mergeByKey } from './event-book.ts';

const event = (timeMs: number, gpu = 'GPU-1') =>
  makeGpuEvent({ host: 'n1', gpu, kind: 'xid' }, timeMs, () => null);

describe('mergeByKey', () => {
  it('puts what arrives in its place and drops what is known', () => {
    const known = [event(30), event(10)];
    const merged = mergeByKey(known, [event(20), event(30), event(40)], 10);
    expect(merged.map(({ timeMs }) => timeMs)).toEqual([40, 30, 20, 10]);
    expect(mergeByKey(known, [event(10)], 10)).toBe(known);
  });

  it('keeps the newest', () => {
    const merged = mergeByKey([event(30), event(10)], [event(20)], 2);
    expect(merged.map(({ timeMs }) => timeMs)).toEqual([30, 20]);
  });
});

describe('isAbout', () => {
  it('asks every tag that is given', () => {
    expect(isAbout(event(1), {})).toBe(true);
    expect(isAbout(event(1), { gpu: ['GPU-1'], host: ['n1'] })).toBe(true);
    expect(isAbout(event(1), { gpu: ['GPU-2'] })).toBe(false);
    expect(isAbout(event(1), { rack: ['R01'] })).toBe(false);
  });
});
