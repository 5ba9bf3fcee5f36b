import { describe, expect, it } from 'vitest';
import { encodeDelta } from '#lib/wire/live-delta.ts';
import { encodeFrame } from '#lib/wire/live-frame.ts';
import type { ClientMessage } from '#lib/wire/live-messages.ts';
import { FrameBook, type FrameUpdate } from './frame-book.ts';

const question = { measurement: 'gpu', fields: ['power_watts'] };

function openBook() {
  const sent: ClientMessage[] = [];
  const book = new FrameBook((message) => void sent.push(message as ClientMessage));
  const seen: FrameUpdate[] = [];
  book.add(question, { frame: (update) => seen.push(update) });
  const [asked] = sent;
  const id = asked?.type === 'subscribe' ? asked.id : '';
  const layOut = (layout: number, hosts: readonly string[]) =>
    book.readLayout({
      type: 'layout',
      id,
      layout,
      ...question,
      entities: hosts.map((host) => ({ host })),
      simulated: hosts.map(() => false),
    });
  const whole = (layout: number, seq: number, watts: readonly number[]) => {
    const sampleTimesMs = watts.map(() => seq);
    const mark = { id, layout, seq, timeMs: seq * 1000 };
    book.readFrame(encodeFrame({ ...mark, sampleTimesMs, columns: [watts] }).buffer);
  };
  const delta = (layout: number, seq: number, entities: number, change: [number, number]) => {
    const [place, watts] = change;
    const sampleTimesMs = new Float64Array(entities).fill(seq);
    const columns = [new Float32Array(entities).fill(watts)];
    const mark = { id, layout, seq, timeMs: seq * 1000, places: Int32Array.of(place) };
    book.readFrame(encodeDelta({ ...mark, sampleTimesMs, columns }).buffer);
  };
  return { sent, seen, layOut, whole, delta };
}

describe('a book of frames', () => {
  it('keeps one object with the same arrays while the layout stays', () => {
    const { seen, layOut, whole, delta } = openBook();
    layOut(1, ['a', 'b', 'c']);
    whole(1, 1, [1, 2, 3]);
    const [first] = seen;
    const arrays = [first?.columns, first?.columns[0], first?.sampleTimesMs];
    delta(1, 2, 3, [1, 20]);
    whole(1, 3, [4, 5, 6]);
    expect(seen).toHaveLength(3);
    expect(seen.every((update) => update === first)).toBe(true);
    expect([first?.columns, first?.columns[0], first?.sampleTimesMs]).toEqual(arrays);
    expect(arrays[1]).toBe(first?.columns[0]);
    expect(first).toMatchObject({ timeMs: 3000, columns: [Float32Array.of(4, 5, 6)] });
  });

  it('changes only what a delta names', () => {
    const { seen, layOut, whole, delta } = openBook();
    layOut(1, ['a', 'b', 'c']);
    whole(1, 1, [1, 2, 3]);
    delta(1, 2, 3, [1, 20]);
    expect(seen[0]).toMatchObject({
      timeMs: 2000,
      sampleTimesMs: Float64Array.of(1, 2, 1),
      columns: [Float32Array.of(1, 20, 3)],
    });
  });

  it('begins with new arrays under a new layout', () => {
    const { seen, layOut, whole } = openBook();
    layOut(1, ['a']);
    whole(1, 1, [1]);
    layOut(2, ['a', 'b']);
    whole(2, 2, [1, 2]);
    expect(seen[1]).not.toBe(seen[0]);
    expect(seen[0]?.columns).toEqual([Float32Array.of(1)]);
    expect(seen[1]?.columns).toEqual([Float32Array.of(1, 2)]);
  });

  it('asks again instead of showing a delta that does not follow', () => {
    const { sent, seen, layOut, whole, delta } = openBook();
    layOut(1, ['a', 'b', 'c']);
    delta(1, 5, 3, [0, 9]);
    whole(1, 6, [1, 2, 3]);
    delta(1, 8, 3, [0, 9]);
    delta(1, 7, 4, [0, 9]);
    expect(seen).toHaveLength(1);
    expect(seen[0]?.columns).toEqual([Float32Array.of(1, 2, 3)]);
    expect(sent.map(({ type }) => type)).toEqual(Array(4).fill('subscribe'));
    whole(1, 9, [7, 8, 9]);
    expect(seen[1]?.columns).toEqual([Float32Array.of(7, 8, 9)]);
  });
});
