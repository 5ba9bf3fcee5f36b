import { maxPayloadBytes } from '#lib/bus/sealed-bus.ts';
import type { Bus } from '#lib/bus/bus.ts';
import { selectRows } from '#lib/ingest/select-rows.ts';
import type { Arrival } from '#lib/live/hub.ts';
import type { SampleTable } from '#lib/model/sample.ts';
import { decodeFrame, encodeFrame, type SharedTable } from './sample-frame.ts';

export interface SampleShareOptions {
  readonly bus: Bus;
  /** Takes what another server took in. */
  readonly receive: (tables: readonly SampleTable[], arrival: Arrival) => void;
  /** Rows that were let go because the bus was too slow, or that fit into no message. */
  readonly onDropped: (rows: number) => void;
  /** Bytes that may wait for the bus. */
  readonly queueBytes?: number;
}

/** The live stream between servers. What cannot be sent in time is left out: newest wins. */
export interface SampleShare {
  publish(tables: readonly SampleTable[], arrival: Arrival): void;
  /** Resolves once nothing waits; for those who want to look at the other side. */
  settled(): Promise<void>;
}

interface Waiting {
  readonly frame: Uint8Array;
  readonly rows: number;
}

const samplesSubject = 'samples';
const defaultQueueBytes = 16 * 1024 * 1024;
/** Several small frames travel in one message. */
const messageBytes = 256 * 1024;
const lengthBytes = 4;

export function shareSamples(options: SampleShareOptions): SampleShare {
  const { bus, receive, onDropped, queueBytes = defaultQueueBytes } = options;
  const waiting: Waiting[] = [];
  let bytes = 0;
  let sending: Promise<void> | null = null;

  const takeOldest = (): Waiting | undefined => {
    const oldest = waiting.shift();
    bytes -= oldest?.frame.length ?? 0;
    return oldest;
  };
  const enqueue = (shared: SharedTable): void => {
    const { frames, droppedRows } = encodeBounded(shared);
    if (droppedRows > 0) onDropped(droppedRows);
    for (const one of frames) {
      waiting.push(one);
      bytes += one.frame.length;
    }
    while (bytes > queueBytes) onDropped(takeOldest()?.rows ?? 0);
  };
  const nextMessage = (): Uint8Array | null => {
    const parts: Uint8Array[] = [];
    let size = 0;
    while (waiting[0] && (size === 0 || size + waiting[0].frame.length < messageBytes)) {
      const frame = takeOldest()?.frame ?? new Uint8Array();
      parts.push(lengthOf(frame), frame);
      size += frame.length;
    }
    return size === 0 ? null : Buffer.concat(parts);
  };
  /** Waits for the bus after each message, so that what piles up piles up here, within a bound. */
  const send = async (): Promise<void> => {
    for (let message = nextMessage(); message; message = nextMessage()) {
      bus.publish(samplesSubject, message);
      // A bus that went away meanwhile has lost it: the others read it from the store.
      await bus.flush().catch(() => undefined);
    }
  };

  bus.subscribe(samplesSubject, (message) => {
    for (const { table, arrival } of readMessage(message)) receive([table], arrival);
  });
  return {
    publish(tables, arrival) {
      if (!bus.isConnected) return;
      for (const table of tables) enqueue({ table, arrival });
      sending ??= send().finally(() => (sending = null));
    },
    settled: async () => {
      await sending;
    },
  };
}

/** Splits what is too large for one message; a single row that is too large is left out. */
function encodeBounded(shared: SharedTable): { frames: Waiting[]; droppedRows: number } {
  const frame = encodeFrame(shared);
  const rows = shared.table.timeNs.length;
  if (frame.length + lengthBytes <= maxPayloadBytes) {
    return { frames: [{ frame, rows }], droppedRows: 0 };
  }
  if (rows <= 1) return { frames: [], droppedRows: rows };
  const middle = rows >> 1;
  const halves = [
    selectRows(shared.table, (row) => row < middle),
    selectRows(shared.table, (row) => row >= middle),
  ].map((table) => encodeBounded({ table, arrival: shared.arrival }));
  return {
    frames: halves.flatMap(({ frames }) => frames),
    droppedRows: halves.reduce((sum, { droppedRows }) => sum + droppedRows, 0),
  };
}

function lengthOf(frame: Uint8Array): Uint8Array {
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32LE(frame.length);
  return length;
}

function* readMessage(message: Uint8Array): Generator<SharedTable> {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  let at = 0;
  while (at + lengthBytes <= message.length) {
    const end = at + lengthBytes + view.getUint32(at, true);
    if (end > message.length) throw new Error('read samples of another server: cut off');
    yield decodeFrame(message.subarray(at + lengthBytes, end));
    at = end;
  }
}
