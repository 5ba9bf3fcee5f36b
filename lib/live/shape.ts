import type { LayoutMessage, Subscribe } from '#lib/wire/live-messages.ts';
import { encodeFrame } from '#lib/wire/live-frame.ts';
import { readField } from './field-reader.ts';
import { encodeJsonTail, makeFrame, type Frame } from './frame.ts';
import { testTags } from './match.ts';
import type { Entity } from './entity-list.ts';
import type { MeasurementTable } from './measurement-table.ts';

/** What subscriptions with the same question share: layout, frame and its encoded bytes. */
export interface Shape {
  readonly measurement: string;
  readonly periodMs: number;
  /** Brings the layout and, if anything changed, the frame up to date. */
  refresh(table: MeasurementTable | undefined, nowMs: number): Refreshed;
  newest(): { readonly layout: number; readonly seq: number };
  layoutMessage(id: string): string;
  frameMessage(id: string): string | Uint8Array;
}

export type Refreshed =
  | { readonly kind: 'changed' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'too-large'; readonly series: number };

export interface ShapeLimits {
  /** Series in one subscription. */
  readonly series: number;
  /** Values in one frame. */
  readonly cells: number;
}

/** A page names its subscriptions the same in every browser, so few names make up most clients. */
const keptEncodings = 8;

/** Subscriptions are of one shape exactly when this is equal. */
export function shapeKey(request: Subscribe): string {
  const match = Object.entries(request.match)
    .map(([name, values]) => [name, [...new Set(values)].sort()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const { measurement, fields, encoding, maxHz } = request;
  return JSON.stringify([measurement, fields, match, encoding, maxHz]);
}

/** @param nextLayout numbers layouts so that no two on one server are the same */
export function createShape(
  request: Subscribe,
  limits: ShapeLimits,
  nextLayout: () => number,
): Shape {
  const matches = testTags(request.match);
  const { measurement, fields } = request;
  let seen: Seen | null = null;
  let entities: readonly Entity[] = [];
  let frame: Frame = makeFrame({ layout: nextLayout(), seq: 0, timeMs: 0 }, [], []);
  let jsonTail: string | null = null;
  const binary = new Map<string, Uint8Array>();

  function replaceFrame(table: MeasurementTable | undefined, layout: number, timeMs: number) {
    const readers = fields.map((field) => readField(table, field));
    frame = makeFrame({ layout, seq: frame.seq + 1, timeMs }, entities, readers);
    jsonTail = null;
    binary.clear();
  }

  function encodeBinary(id: string): Uint8Array {
    const known = binary.get(id);
    if (known) return known;
    const bytes = encodeFrame({ id, ...frame });
    if (binary.size < keptEncodings) binary.set(id, bytes);
    return bytes;
  }

  return {
    measurement,
    periodMs: 1000 / request.maxHz,
    refresh(table, nowMs) {
      const now = look(table);
      let layout = frame.layout;
      if (seen?.table !== now.table || seen?.generation !== now.generation) {
        const selected = select(table, matches);
        if (selected.length > limits.series || selected.length * fields.length > limits.cells) {
          return { kind: 'too-large', series: selected.length };
        }
        if (!areSame(selected, entities)) layout = nextLayout();
        entities = selected;
      }
      const isUnchanged = layout === frame.layout && seen?.changes === now.changes;
      seen = now;
      if (isUnchanged) return { kind: 'unchanged' };
      replaceFrame(table, layout, nowMs);
      return { kind: 'changed' };
    },
    newest: () => frame,
    layoutMessage: (id) =>
      encodeLayout({ id, layout: frame.layout, measurement, fields }, entities),
    frameMessage(id) {
      if (request.encoding === 'binary') return encodeBinary(id);
      jsonTail ??= encodeJsonTail(frame);
      return `{"type":"frame","id":${JSON.stringify(id)},${jsonTail}`;
    },
  };
}

/** State of a table when a shape last looked: an unchanged table needs no new frame. */
interface Seen {
  readonly table: MeasurementTable | undefined;
  readonly generation: number;
  readonly changes: number;
}

function look(table: MeasurementTable | undefined): Seen {
  return { table, generation: table?.generation ?? 0, changes: table?.changes ?? 0 };
}

function select(table: MeasurementTable | undefined, matches: (tags: Entity['tags']) => boolean) {
  const selected = [...(table?.entities() ?? [])].filter((entity) => matches(entity.placedTags));
  return selected.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function areSame(a: readonly Entity[], b: readonly Entity[]): boolean {
  return (
    a.length === b.length &&
    a.every((entity, index) => {
      const other = b[index];
      return entity === other || (entity.key === other?.key && entity.place === other.place);
    })
  );
}

function encodeLayout(
  about: Omit<LayoutMessage, 'type' | 'entities' | 'simulated'>,
  entities: readonly Entity[],
): string {
  const message: LayoutMessage = {
    type: 'layout',
    ...about,
    entities: entities.map((entity) => entity.placedTags),
    simulated: entities.map((entity) => entity.isSimulated),
  };
  return JSON.stringify(message);
}
