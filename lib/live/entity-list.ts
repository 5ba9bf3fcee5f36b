import type { Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import type { PlaceTags } from './hub.ts';

/** One series of a measurement, as the hub knows it. */
export interface Entity {
  readonly key: string;
  /** Where its values are in the columns of its measurement. */
  readonly row: number;
  readonly tags: Tags;
  /** Its own tags and the names of where it stands. */
  readonly placedTags: Tags;
  /** Equal for two looks at the series exactly when `placedTags` are. */
  readonly place: string;
  readonly isSimulated: boolean;
}

/** The series of one measurement; the row of one that left is used again. */
export class EntityList {
  /** Grows whenever a series leaves or is placed elsewhere: what was selected before is void. */
  epoch = 0;
  readonly #placeTags: PlaceTags;
  readonly #byKey = new Map<string, Entity>();
  readonly #freeRows: number[] = [];
  #inOrder: Entity[] = [];

  constructor(placeTags: PlaceTags) {
    this.#placeTags = placeTags;
  }

  get size(): number {
    return this.#byKey.size;
  }

  find(key: string): Entity | undefined {
    return this.#byKey.get(key);
  }

  add(key: string, tags: Tags): Entity {
    const entity: Entity = {
      key,
      row: this.#freeRows.pop() ?? this.#byKey.size,
      tags,
      ...this.#placed(tags),
      isSimulated: tags.simulated === 'true',
    };
    this.#byKey.set(key, entity);
    this.#inOrder.push(entity);
    return entity;
  }

  remove(leaving: readonly Entity[]): void {
    for (const { key, row } of leaving) {
      this.#byKey.delete(key);
      this.#freeRows.push(row);
    }
    if (leaving.length > 0) this.#beginEpoch();
  }

  /** Joins the inventory's names again. */
  place(): void {
    for (const [key, entity] of this.#byKey) {
      this.#byKey.set(key, { ...entity, ...this.#placed(entity.tags) });
    }
    this.#beginEpoch();
  }

  /** All of them; within an epoch new ones only come at the end. */
  values(): readonly Entity[] {
    return this.#inOrder;
  }

  #beginEpoch(): void {
    this.epoch += 1;
    this.#inOrder = [...this.#byKey.values()];
  }

  #placed(tags: Tags): Pick<Entity, 'placedTags' | 'place'> {
    const placedTags = this.#placeTags(tags);
    return { placedTags, place: seriesKey(placedTags) };
  }
}
