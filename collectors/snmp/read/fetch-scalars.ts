import type { Oid, SnmpClient } from '../client.ts';
import type { Column } from './cells.ts';

/** Scalars as columns of one row, 0. Their OIDs are given without it. */
export async function fetchScalars(
  client: SnmpClient,
  oids: readonly Oid[],
  signal: AbortSignal,
): Promise<Map<Oid, Column>> {
  const values = await client.get(
    oids.map((oid) => `${oid}.0`),
    signal,
  );
  const cells = new Map<Oid, Column>();
  for (const oid of oids) {
    const value = values.get(`${oid}.0`);
    if (value !== undefined) cells.set(oid, new Map([['0', value]]));
  }
  return cells;
}
