import type { Tags } from '#lib/model/sample.ts';
import { readHeader } from '#lib/wire/frame-header.ts';
import { applyDelta, decodeDelta } from '#lib/wire/live-delta.ts';
import { decodeFrame, type LiveFrame } from '#lib/wire/live-frame.ts';
import type { LayoutMessage, ServerMessage, TopicMessage } from '#lib/wire/live-messages.ts';
import type { LiveClient } from '#lib/live/hub.ts';

/** A client that shows what it is sent, as a browser would; it can be made slow. */
export interface Screen {
  readonly client: LiveClient;
  bufferedBytes: number;
  readonly errors: string[];
  readonly topicMessages: TopicMessage[];
  readonly joins: Extract<ServerMessage, { type: 'joined' }>[];
  rows(id: string): ShownRow[];
  frames(id: string): number;
  layouts(id: string): number;
  simulated(id: string): readonly boolean[];
  deltas(id: string): number;
  lastBinary(): Uint8Array | null;
  received(): number;
}

interface ShownRow {
  readonly tags: Tags;
  readonly values: readonly (number | null)[];
  readonly sampleMs: number | null;
}

interface Picture {
  layout: LayoutMessage;
  layouts: number;
  frames: number;
  deltas: number;
  binary: LiveFrame | null;
  rows: ShownRow[];
}

export function createScreen(): Screen {
  const pictures = new Map<string, Picture>();
  let lastBinary: Uint8Array | null = null;
  let received = 0;

  const receive = (message: string | Uint8Array) => {
    received += 1;
    if (typeof message === 'string') {
      readText(screen, pictures, JSON.parse(message) as ServerMessage);
    } else {
      lastBinary = message;
      readBinary(pictures, message);
    }
  };
  const screen: Screen = {
    bufferedBytes: 0,
    errors: [],
    topicMessages: [],
    joins: [],
    client: {
      bufferedBytes: () => screen.bufferedBytes,
      send: (message) => receive(message),
      share: ({ data }) => receive(data),
    },
    rows: (id) => pictures.get(id)?.rows ?? [],
    frames: (id) => pictures.get(id)?.frames ?? 0,
    deltas: (id) => pictures.get(id)?.deltas ?? 0,
    layouts: (id) => pictures.get(id)?.layouts ?? 0,
    simulated: (id) => pictures.get(id)?.layout.simulated ?? [],
    lastBinary: () => lastBinary,
    received: () => received,
  };
  return screen;
}

function readText(screen: Screen, pictures: Map<string, Picture>, message: ServerMessage): void {
  switch (message.type) {
    case 'layout': {
      pictures.set(message.id, begin(message, pictures.get(message.id)));
      return;
    }
    case 'frame': {
      const picture = pictures.get(message.id);
      if (picture?.layout.layout === message.layout) {
        show(picture, message.values, message.sampleTimes);
      }
      return;
    }
    case 'error':
      screen.errors.push(message.error);
      return;
    case 'topic':
      screen.topicMessages.push(message);
      return;
    case 'joined':
      screen.joins.push(message);
      return;
    case 'heartbeat':
  }
}

function begin(layout: LayoutMessage, before: Picture | undefined): Picture {
  const { layouts = 0, frames = 0, deltas = 0 } = before ?? {};
  return { layout, layouts: layouts + 1, frames, deltas, binary: null, rows: [] };
}

function readBinary(pictures: Map<string, Picture>, bytes: Uint8Array): void {
  const { id, kind, layout } = readHeader(bytes).header;
  const picture = pictures.get(id);
  if (picture?.layout.layout !== layout) return;
  picture.binary = kind === 'frame' ? copyOf(decodeFrame(bytes)) : follow(picture, bytes);
  const { columns, sampleTimesMs } = picture.binary;
  const orNull = (value: number) => (Number.isNaN(value) ? null : value);
  show(
    picture,
    columns.map((column) => Array.from(column, orNull)),
    Array.from(sampleTimesMs, orNull),
  );
}

function copyOf(frame: LiveFrame): LiveFrame {
  const columns = frame.columns.map((column) => column.slice());
  return { ...frame, sampleTimesMs: frame.sampleTimesMs.slice(), columns };
}

function follow(picture: Picture, bytes: Uint8Array): LiveFrame {
  const delta = decodeDelta(bytes);
  const before = picture.binary;
  if (before?.seq !== delta.seq - 1) {
    throw new Error(`show delta ${delta.seq}: it follows frame ${before?.seq ?? 'none'}`);
  }
  picture.deltas += 1;
  applyDelta(delta, before);
  return { ...before, seq: delta.seq };
}

function show(
  picture: Picture,
  columns: readonly (readonly (number | null)[])[],
  times: readonly (number | null)[],
): void {
  picture.frames += 1;
  picture.rows = picture.layout.entities.map((tags, entity) => ({
    tags,
    values: columns.map((column) => column[entity] ?? null),
    sampleMs: times[entity] ?? null,
  }));
}
