import { expect, it } from 'vitest';
import { createInProcessBroker } from '#lib/bus/in-process-bus.ts';
import type { Bus } from '#lib/bus/bus.ts';
import { maxPayloadBytes } from '#lib/bus/sealed-bus.ts';
import type { SampleTable } from '#lib/model/sample.ts';
import { tableOf } from '#tests/live/table.ts';
import { shareSamples } from './share-samples.ts';

const arrival = { receivedAtMs: 5, backlog: false };
const nowMs = 1_800_000_000_000;

function rowsOf(count: number, tag: string): SampleTable {
  const rows = Array.from({ length: count }, (_, index) => ({
    tags: { host: `${tag}-${index}` },
    timeMs: nowMs + index,
    fields: { value: index },
  }));
  return tableOf('gpu', rows);
}

function makePair(wrap: (bus: Bus) => Bus = (bus) => bus, queueBytes = 1_000_000) {
  const broker = createInProcessBroker();
  const received: SampleTable[] = [];
  let dropped = 0;
  const onDropped = (rows: number) => (dropped += rows);
  const sender = wrap(broker.connect());
  const share = shareSamples({ bus: sender, receive: () => undefined, onDropped, queueBytes });
  const receiver = broker.connect();
  shareSamples({
    bus: receiver,
    receive: (tables, at) => {
      expect(at).toEqual(arrival);
      received.push(...tables);
    },
    onDropped,
  });
  return { broker, share, received, dropped: () => dropped };
}

it('brings tables to the others as they were, not to itself', async () => {
  const { share, received, broker } = makePair();
  const tables = [rowsOf(3, 'a'), rowsOf(2, 'b')];
  share.publish(tables, arrival);
  await share.settled();
  expect(received).toEqual(tables);
  broker.cut();
  share.publish(tables, arrival);
  await share.settled();
  expect(received).toHaveLength(2);
});

it('splits what no message could hold, and loses no row of it', async () => {
  let largest = 0;
  const { share, received } = makePair(
    (bus) => ({
      ...bus,
      isConnected: true,
      publish(subject, data) {
        largest = Math.max(largest, data.length);
        bus.publish(subject, data);
      },
    }),
    100_000_000,
  );
  share.publish([rowsOf(60_000, 'a')], arrival);
  await share.settled();
  expect(received.length).toBeGreaterThan(1);
  expect(received.reduce((sum, table) => sum + table.timeNs.length, 0)).toBe(60_000);
  expect(largest).toBeLessThanOrEqual(maxPayloadBytes);
});

it('lets the oldest go when the bus is slow: newest wins', async () => {
  let release = (): void => undefined;
  const slow = new Promise<void>((resolve) => (release = resolve));
  const { share, received, dropped } = makePair(
    (bus) => ({ ...bus, isConnected: true, flush: () => slow }),
    3_000,
  );
  for (let batch = 0; batch < 20; batch += 1) share.publish([rowsOf(10, `b${batch}`)], arrival);
  expect(dropped()).toBeGreaterThan(0);
  release();
  await share.settled();
  expect(received.at(-1)?.series[0]).toEqual({ host: 'b19-0' });
  expect(received.length * 10 + dropped()).toBe(200);
});
