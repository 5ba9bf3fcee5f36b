import { z } from 'zod';
import { defineRoute } from '#lib/api/define-route.ts';
import { timeParameter } from '#lib/api/parameters.ts';
import { energyCsv } from '#lib/energy/energy-csv.ts';
import { readEnergy } from '#lib/energy/read-energy.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/energy',
  role: 'viewer',
  summary: 'Energy by host or rack and by day or month, with its coverage and cost',
  query: z.strictObject({
    start: timeParameter,
    end: timeParameter,
    group_by: z.enum(['host', 'rack']).default('host'),
    step: z
      .enum(['day', 'month'])
      .default('day')
      .describe('of the site’s own calendar; at most 92 days by day, 1,097 by month'),
    format: z.enum(['json', 'csv']).default('json'),
  }),
  run: async ({ services, query, signal }) => {
    const { start, end, group_by: groupBy, step, format } = query;
    const range = { startMs: start, endMs: end, groupBy, step };
    const report = await readEnergy(services, range, Date.now(), signal);
    if (format === 'json') return report;
    return new Response(energyCsv(report), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="energy-by-${groupBy}.csv"`,
      },
    });
  },
});
