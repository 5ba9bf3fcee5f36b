import type { Entity } from './entity-list.ts';
import type { MeasurementTable } from './measurement-table.ts';
import type { TagTest } from './match.ts';

/** The entities of a table that a question matches, in the order of their keys. */
export interface Selection {
  /** @returns the same list as long as the same entities stand in the same places */
  look(table: MeasurementTable | undefined): readonly Entity[];
}

/** Within an epoch of the table only newcomers are looked at: a fleet comes up one host at a time. */
export function createSelection(matches: TagTest): Selection {
  let selected: readonly Entity[] = [];
  let seen: Seen | null = null;

  return {
    look(table) {
      if (!table) {
        seen = null;
        if (selected.length > 0) selected = [];
        return selected;
      }
      const { epoch } = table;
      const all = table.entities();
      const from = seen?.table === table && seen.epoch === epoch ? seen.count : 0;
      seen = { table, epoch, count: all.length };
      const newcomers = all.slice(from).filter((entity) => matches(entity.placedTags));
      if (from > 0 && newcomers.length === 0) return selected;
      const now = [...(from > 0 ? selected : []), ...newcomers].sort(byKey);
      if (!areSame(now, selected)) selected = now;
      return selected;
    },
  };
}

interface Seen {
  readonly table: MeasurementTable;
  readonly epoch: number;
  readonly count: number;
}

function byKey(a: Entity, b: Entity): number {
  return a.key < b.key ? -1 : 1;
}

/** The row is part of it: a series that came back may have another. */
function areSame(a: readonly Entity[], b: readonly Entity[]): boolean {
  return (
    a.length === b.length &&
    a.every((entity, index) => {
      const other = b[index];
      if (entity === other) return true;
      return entity.key === other?.key && entity.place === other.place && entity.row === other.row;
    })
  );
}
