import { z } from 'zod';
import { pageFrom, pageSchema, type Page, type PageQuery } from '#lib/api/page.ts';
import { findMeasurement, findMetric } from '#lib/metrics/catalogue.ts';
import type { Services } from '#lib/services.ts';
import type { StoredMeasurement } from '#lib/store/store.ts';
import { withinDeadline } from './query-deadline.ts';

const measurementSchema = z.object({
  name: z.string(),
  help: z.string().nullable().describe('null for what the catalogue does not know'),
  seriesCount: z.number(),
  tags: z.array(z.string()),
  fields: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['float', 'integer', 'unsigned', 'string', 'boolean']),
      kind: z.enum(['gauge', 'counter', 'state', 'text']).nullable(),
      unit: z.string().nullable(),
      help: z.string().nullable(),
    }),
  ),
});
export const measurementPageSchema = pageSchema(measurementSchema);
export type MeasurementAnswer = z.output<typeof measurementSchema>;

/** What is stored, with what the catalogue says of it; sorted by name. */
export async function listMeasurements(
  { store }: Pick<Services, 'store'>,
  query: PageQuery,
  signal: AbortSignal,
): Promise<Page<MeasurementAnswer>> {
  const stored = await withinDeadline(signal, (bounded) => store.measurements(bounded));
  const sorted = stored.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const page = pageFrom(sorted, query, ({ name }) => name);
  return { ...page, items: page.items.map(describe) };
}

function describe({ name, fields, tags, seriesCount }: StoredMeasurement): MeasurementAnswer {
  return {
    name,
    help: findMeasurement(name)?.help ?? null,
    seriesCount,
    tags: [...tags],
    fields: fields.map((field) => {
      const known = findMetric(name, field.name);
      const { kind = null, unit = null, help = null } = known ?? {};
      return { ...field, kind, unit, help };
    }),
  };
}
