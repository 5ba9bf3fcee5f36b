import type { SampleTable } from '#lib/model/sample.ts';
import type { Store } from '#lib/store/store.ts';
import type { Admission } from './admission.ts';
import { withoutColumns } from './select-rows.ts';

/** Bounds the fields of each measurement: every one of them is a column for as long as it is kept. */
export class FieldLimit {
  readonly #limit: number;
  readonly #known = new Map<string, Set<string>>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts what is stored; it goes on even where it exceeds the limit. */
  async load(store: Pick<Store, 'measurements'>, signal: AbortSignal): Promise<void> {
    for (const { name, fields } of await store.measurements(signal)) {
      this.#known.set(name, new Set(fields.map((field) => field.name)));
    }
  }

  admit(table: SampleTable): Admission {
    const { measurement, columns } = table;
    const known = this.#known.get(measurement) ?? new Set();
    this.#known.set(measurement, known);
    const refused = new Set<string>();
    for (const name of Object.keys(columns)) {
      if (known.size < this.#limit) known.add(name);
      else if (!known.has(name)) refused.add(name);
    }
    const [first] = refused;
    if (first === undefined) return { table, refusal: null, refused: 0 };
    const refusal =
      `measurement ${JSON.stringify(measurement)} has ${known.size} fields, ` +
      `so that new field ${JSON.stringify(first)} is not kept`;
    const kept = withoutColumns(table, refused);
    return { table: kept, refusal, refused: table.timeNs.length - kept.timeNs.length };
  }
}
