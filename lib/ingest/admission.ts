import type { SampleTable } from '#lib/model/sample.ts';

/** What a limit let through of a table. */
export interface Admission {
  readonly table: SampleTable;
  /** Why not all of it; null when all of it passed. */
  readonly refusal: string | null;
  /** Rows of which nothing passed. */
  readonly refused: number;
}

/** Puts every table before a limit; tables of which no row is left are gone. */
export function admitAll(
  tables: readonly SampleTable[],
  limit: { admit(table: SampleTable): Admission },
): { tables: SampleTable[]; refusal: string | null; refused: number } {
  const admissions = tables.map((table) => limit.admit(table));
  return {
    tables: admissions.map(({ table }) => table).filter((table) => table.timeNs.length > 0),
    refusal: admissions.find(({ refusal }) => refusal !== null)?.refusal ?? null,
    refused: admissions.reduce((sum, { refused }) => sum + refused, 0),
  };
}
