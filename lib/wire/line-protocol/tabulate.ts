import type { Point, SampleTable } from '#lib/model/sample.ts';
import { parsedLine, type ReadLine } from './line-parser.ts';
import { TableBuilder, type CellCount, type Row } from './table-builder.ts';

/**
 * Points as columns, one table a measurement, rows in the order of arrival. Where points disagree
 * on a field's type, the later type goes to a further table of that measurement: nothing is lost.
 */
export function tabulate(points: Iterable<Point>): SampleTable[] {
  const tables = new TablesBuilder();
  for (const { measurement, tags, fields, timeNs } of points) {
    const names = Object.keys(fields);
    tables.add({ measurement, tags, names, values: Object.values(fields), timeNs });
  }
  return tables.finish();
}

/** Collects rows of many measurements. */
export class TablesBuilder {
  readonly #count: CellCount = { cells: 0 };
  /** A measurement has as many tables as its most disputed field has types: five at most. */
  readonly #tables = new Map<string, TableBuilder[]>();

  add(row: Row): void {
    const tables = this.#tables.get(row.measurement) ?? [];
    if (tables.length === 0) this.#tables.set(row.measurement, tables);
    let rest: Row | null = row;
    for (let level = 0; rest; level++) {
      tables[level] ??= new TableBuilder(this.#count);
      rest = tables[level]?.add(rest) ?? null;
    }
  }

  addLine(line: ReadLine): void {
    const { measurement } = line.head;
    const [first] = this.#tables.get(measurement) ?? this.#open(measurement);
    if (!first?.addLine(line)) this.add(parsedLine(line, 0));
  }

  #open(measurement: string): TableBuilder[] {
    const tables = [new TableBuilder(this.#count)];
    this.#tables.set(measurement, tables);
    return tables;
  }

  /** Values and gaps in all columns so far, which is what the tables cost in memory. */
  get cells(): number {
    return this.#count.cells;
  }

  finish(): SampleTable[] {
    return [...this.#tables].flatMap(([measurement, tables]) =>
      tables.map((table) => table.finish(measurement)),
    );
  }
}
