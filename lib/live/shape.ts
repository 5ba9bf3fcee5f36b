import type { LayoutMessage, Subscribe } from '#lib/wire/live-messages.ts';
import { deltaBodyBytes, encodeDelta } from '#lib/wire/live-delta.ts';
import { encodeFrame, frameBodyBytes } from '#lib/wire/live-frame.ts';
import type { Entity } from './entity-list.ts';
import { encodeJsonTail } from './json-frame.ts';
import type { SharedMessage } from './hub.ts';
import { testTags } from './match.ts';
import type { MeasurementTable } from './measurement-table.ts';
import { createPicture, placesChangedAfter, updatePicture, type Picture } from './picture.ts';
import { createSelection, type Selection } from './selection.ts';
import { SharedMessages } from './shared-messages.ts';

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

/** Subscriptions are of one shape exactly when this is equal. */
export function shapeKey(request: Subscribe): string {
  const match = Object.entries(request.match)
    .map(([name, values]) => [name, [...new Set(values)].sort()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const { measurement, fields, encoding, maxHz } = request;
  return JSON.stringify([measurement, fields, match, encoding, maxHz]);
}

interface Mark {
  readonly layout: number;
  readonly seq: number;
  readonly timeMs: number;
}

/** What subscriptions with the same question share: layout, frame and its encoded bytes. */
export class Shape {
  readonly measurement: string;
  readonly periodMs: number;
  readonly #request: Subscribe;
  readonly #limits: ShapeLimits;
  readonly #nextLayout: () => number;
  readonly #selection: Selection;
  readonly #layouts = new SharedMessages((id) => this.#encodeLayout(id));
  readonly #frames = new SharedMessages((id) => this.#encodeFrame(id));
  readonly #deltas = new SharedMessages((id) => this.#encodeDelta(id));
  #seen: Seen | null = null;
  #entities: readonly Entity[] = [];
  #picture: Picture;
  #mark: Mark;
  /** Places that the newest frame changed; null = all, under a new layout. */
  #changed: Int32Array | null = null;
  #jsonTail: string | null = null;

  /** @param nextLayout numbers layouts so that no two on one server are the same */
  constructor(request: Subscribe, limits: ShapeLimits, nextLayout: () => number) {
    this.measurement = request.measurement;
    this.periodMs = 1000 / request.maxHz;
    this.#request = request;
    this.#limits = limits;
    this.#nextLayout = nextLayout;
    this.#selection = createSelection(testTags(request.match));
    this.#picture = this.#createPicture();
    this.#mark = { layout: nextLayout(), seq: 0, timeMs: 0 };
  }

  /** Whether `refresh` may find something; costs nothing. */
  hasNews(table: MeasurementTable | undefined): boolean {
    const [before, now] = [this.#seen, look(table)];
    return (
      before?.table !== now.table ||
      before?.epoch !== now.epoch ||
      before.count !== now.count ||
      before.changes !== now.changes
    );
  }

  /** Brings the layout and, if anything changed, the frame up to date. */
  refresh(table: MeasurementTable | undefined, nowMs: number): Refreshed {
    const [before, now] = [this.#seen, look(table)];
    const selected = this.#selection.look(table);
    const { series, cells } = this.#limits;
    if (selected.length > series || selected.length * this.#request.fields.length > cells) {
      return { kind: 'too-large', series: selected.length };
    }
    this.#seen = now;
    const mark = { layout: this.#mark.layout, seq: this.#mark.seq + 1, timeMs: nowMs };
    if (!before || before.table !== table || selected !== this.#entities) {
      this.#entities = selected;
      this.#picture = this.#createPicture();
      this.#layouts.clear();
      this.#changed = null;
      this.#show(table, this.#picture.places, { ...mark, layout: this.#nextLayout() });
      return { kind: 'changed' };
    }
    // A series that left and came back has begun anew in its row.
    if (before.epoch !== now.epoch) this.#picture.leastMs.fill(Number.NEGATIVE_INFINITY);
    const changed = placesChangedAfter(this.#picture, table, before.changes);
    if (changed.length === 0) return { kind: 'unchanged' };
    this.#changed = changed;
    this.#show(table, changed, mark);
    return { kind: 'changed' };
  }

  newest(): { readonly layout: number; readonly seq: number } {
    return this.#mark;
  }

  layoutMessage(id: string): SharedMessage {
    return this.#layouts.of(id);
  }

  frameMessage(id: string): SharedMessage {
    return this.#frames.of(id);
  }

  /** For a client that has the frame before; null when the whole frame is no longer. */
  deltaMessage(id: string): SharedMessage | null {
    if (!this.#changed || this.#request.encoding !== 'binary') return null;
    const [rows, fields] = [this.#picture.rows.length, this.#request.fields.length];
    const isShorter = deltaBodyBytes(this.#changed.length, fields) < frameBodyBytes(rows, fields);
    return isShorter ? this.#deltas.of(id) : null;
  }

  #createPicture(): Picture {
    const { fields, encoding } = this.#request;
    const rows = Int32Array.from(this.#entities, ({ row }) => row);
    return createPicture(rows, fields.length, encoding === 'json' ? 'all' : 'float32');
  }

  #show(table: MeasurementTable | undefined, places: Int32Array, mark: Mark): void {
    updatePicture(this.#picture, places, table, this.#request.fields);
    this.#mark = mark;
    this.#jsonTail = null;
    this.#frames.clear();
    this.#deltas.clear();
  }

  #encodeLayout(id: string): string {
    const { measurement, fields } = this.#request;
    const message: LayoutMessage = {
      type: 'layout',
      id,
      layout: this.#mark.layout,
      measurement,
      fields,
      entities: this.#entities.map((entity) => entity.placedTags),
      simulated: this.#entities.map((entity) => entity.isSimulated),
    };
    return JSON.stringify(message);
  }

  #encodeFrame(id: string): string | Uint8Array {
    if (this.#request.encoding === 'binary') {
      return encodeFrame({ id, ...this.#mark, ...this.#picture });
    }
    this.#jsonTail ??= encodeJsonTail(this.#mark, this.#picture);
    return `{"type":"frame","id":${JSON.stringify(id)},${this.#jsonTail}`;
  }

  #encodeDelta(id: string): Uint8Array {
    const places = this.#changed ?? new Int32Array();
    return encodeDelta({ id, ...this.#mark, ...this.#picture, places });
  }
}

/** State of a table when a shape last looked: an unchanged table needs no new frame. */
interface Seen {
  readonly table: MeasurementTable | undefined;
  readonly epoch: number;
  readonly count: number;
  readonly changes: number;
}

function look(table: MeasurementTable | undefined): Seen {
  const count = table?.entities().length ?? 0;
  return { table, epoch: table?.epoch ?? 0, count, changes: table?.changes ?? 0 };
}
