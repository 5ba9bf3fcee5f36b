import { describe, expect, it } from 'vitest';
import { createSeriesBuffer } from '#components/charts/series-buffer.ts';
import type { FrameListener } from '#components/live/frame-book.ts';
import type { LiveQuestion } from '#components/live/live-question.ts';
import { followLive } from './follow-live.ts';
import type { SeriesLine } from './series-line.ts';

/** Keeps what was asked and hands frames to who asked first. */
function scriptedFeed() {
  const asked: LiveQuestion[] = [];
  const listeners: FrameListener[] = [];
  return {
    asked,
    subscribe(question: LiveQuestion, listener: FrameListener) {
      asked.push(question);
      listeners.push(listener);
      return () => undefined;
    },
    frame(names: string[], sampleTimes: number[], columns: number[][]) {
      listeners[0]?.frame({
        layout: {
          type: 'layout',
          id: 'a',
          layout: 1,
          measurement: 'host',
          fields: names,
          entities: sampleTimes.map((_, index) => ({ host: `h${index}` })),
          simulated: sampleTimes.map(() => false),
        },
        timeMs: Math.max(...sampleTimes) + 100,
        sampleTimesMs: Float64Array.from(sampleTimes),
        columns: columns.map((column) => Float32Array.from(column)),
      });
    },
  };
}

const traffic: SeriesLine[] = [
  {
    key: 'r',
    label: 'in',
    measurement: 'host_network',
    field: 'receive_bytes_total',
    aggregate: 'rate',
    factor: 8,
  },
  {
    key: 't',
    label: 'out',
    measurement: 'host_network',
    field: 'transmit_bytes_total',
    aggregate: 'rate',
    factor: 8,
  },
];
const fields = ['rate(receive_bytes_total)', 'rate(transmit_bytes_total)'];

function follow(lines: readonly SeriesLine[], stepMs = 1000) {
  const connection = scriptedFeed();
  const buffer = createSeriesBuffer(lines.length);
  followLive(connection, lines, buffer, () => stepMs);
  return { connection, buffer };
}

describe('followLive', () => {
  it('asks once for lines that differ only in their field', () => {
    const { connection } = follow(traffic);
    expect(connection.asked).toEqual([{ measurement: 'host_network', fields }]);
  });

  it('adds up the current entities and leaves gaps and old ones out', () => {
    const { connection, buffer } = follow(traffic);
    connection.frame(
      fields,
      [50_000, 50_200, 20_000],
      [
        [10, 5, 1000],
        [Number.NaN, 1, 1000],
      ],
    );
    expect(buffer.data()).toEqual({ timeMs: [50_000], columns: [[120], [8]] });
  });

  it('puts nothing when a frame brings no newer sample', () => {
    const { connection, buffer } = follow(traffic);
    connection.frame(fields, [50_000], [[1], [1]]);
    connection.frame(fields, [50_000], [[9], [9]]);
    expect(buffer.data().columns).toEqual([[8], [8]]);
  });

  it('takes the mean of a bucket as wide as the history’s', () => {
    const cpu: SeriesLine = {
      key: 'c',
      label: 'CPU',
      measurement: 'host',
      field: 'cpu_ratio',
      across: 'max',
    };
    const { connection, buffer } = follow([cpu], 10_000);
    connection.frame(['cpu_ratio'], [51_000, 51_000], [[0.25, 0.5]]);
    connection.frame(['cpu_ratio'], [52_000, 52_000], [[1, 0.5]]);
    connection.frame(['cpu_ratio'], [61_000, 61_000], [[0.125, 0]]);
    expect(buffer.data()).toEqual({ timeMs: [50_000, 60_000], columns: [[0.75, 0.125]] });
  });

  it('keeps the things apart that share a question', () => {
    const line = (host: string): SeriesLine => ({
      key: host,
      label: host,
      measurement: 'host',
      field: 'cpu_ratio',
      entity: { host },
    });
    const { connection, buffer } = follow([line('h1'), line('h0'), line('h7')]);
    expect(connection.asked).toHaveLength(1);
    connection.frame(['cpu_ratio'], [50_000, 50_000], [[0.25, 0.5]]);
    expect(buffer.data().columns).toEqual([[0.5], [0.25], [null]]);
  });

  it('gives a thing that is read seldom one point each time it is read', () => {
    const line = (host: string): SeriesLine => ({
      key: host,
      label: host,
      measurement: 'host',
      field: 'cpu_ratio',
      entity: { host },
      freshMs: 90_000,
    });
    const { connection, buffer } = follow([line('h0'), line('h1')]);
    connection.frame(['cpu_ratio'], [50_000, 20_000], [[0.5, 0.25]]);
    connection.frame(['cpu_ratio'], [51_000, 20_000], [[0.75, 0.25]]);
    expect(buffer.data()).toEqual({
      timeMs: [20_000, 50_000, 51_000],
      columns: [
        [null, 0.5, 0.75],
        [0.25, null, null],
      ],
    });
  });
});
