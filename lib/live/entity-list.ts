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
  /** Time of its newest sample. */
  newestMs: number;
  /** When something last arrived from it, by the server's clock. */
  heardMs: number;
}

/** The series of one measurement; the row of one that left is used again. */
export class EntityList {
  /** Grows whenever a series comes, leaves or is placed elsewhere. */
  generation = 0;
  readonly #placeTags: PlaceTags;
  readonly #byKey = new Map<string, Entity>();
  readonly #freeRows: number[] = [];

  constructor(placeTags: PlaceTags) {
    this.#placeTags = placeTags;
  }

  get size(): number {
    return this.#byKey.size;
  }

  find(key: string): Entity | undefined {
    return this.#byKey.get(key);
  }

  add(key: string, tags: Tags, heardMs: number): Entity {
    const entity: Entity = {
      key,
      row: this.#freeRows.pop() ?? this.#byKey.size,
      tags,
      ...this.#placed(tags),
      isSimulated: tags.simulated === 'true',
      newestMs: Number.NEGATIVE_INFINITY,
      heardMs,
    };
    this.#byKey.set(key, entity);
    this.generation += 1;
    return entity;
  }

  remove(entity: Entity): void {
    this.#byKey.delete(entity.key);
    this.#freeRows.push(entity.row);
    this.generation += 1;
  }

  /** Joins the inventory's names again. */
  place(): void {
    for (const [key, entity] of this.#byKey) {
      this.#byKey.set(key, { ...entity, ...this.#placed(entity.tags) });
    }
    this.generation += 1;
  }

  values(): Iterable<Entity> {
    return this.#byKey.values();
  }

  #placed(tags: Tags): Pick<Entity, 'placedTags' | 'place'> {
    const placedTags = this.#placeTags(tags);
    return { placedTags, place: seriesKey(placedTags) };
  }
}
