import { z } from 'zod';

/** Query parameters of every list: at most `limit` items that come after the cursor `after`. */
export const pageShape = {
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe('items to return'),
  after: z.string().min(1).max(200).optional().describe('`next` of the page before'),
};

export const pageQuerySchema = z.strictObject(pageShape);
export type PageQuery = z.output<typeof pageQuerySchema>;

export interface Page<T> {
  readonly items: readonly T[];
  /** Hand it back as `after` to go on; null at the end. */
  readonly next: string | null;
}

export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** Makes a page from a query that asked for one row more than `limit`. */
export function pageOf<T>(rows: readonly T[], limit: number, cursor: (row: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursor(last) : null };
}

/** Pages a list that is in memory and sorted by its cursor. */
export function pageFrom<T>(
  sorted: readonly T[],
  query: PageQuery,
  cursor: (row: T) => string,
): Page<T> {
  const { after, limit } = query;
  const rest = after === undefined ? sorted : sorted.filter((row) => cursor(row) > after);
  return pageOf(rest.slice(0, limit + 1), limit, cursor);
}
