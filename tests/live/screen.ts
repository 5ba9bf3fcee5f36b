import type { Tags } from '#lib/model/sample.ts';
import { decodeFrame } from '#lib/wire/live-frame.ts';
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
      const { layouts, frames } = pictures.get(message.id) ?? { layouts: 0, frames: 0 };
      pictures.set(message.id, { layout: message, layouts: layouts + 1, frames, rows: [] });
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

function readBinary(pictures: Map<string, Picture>, bytes: Uint8Array): void {
  const frame = decodeFrame(bytes);
  const orNull = (value: number) => (Number.isNaN(value) ? null : value);
  const columns = frame.columns.map((column) => Array.from(column, orNull));
  const picture = pictures.get(frame.id);
  if (picture?.layout.layout !== frame.layout) return;
  show(picture, columns, Array.from(frame.sampleTimesMs, orNull));
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
