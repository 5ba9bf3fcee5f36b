import { z } from 'zod';
import { defineRoute } from '#lib/api/define-route.ts';
import { pageFrom, pageShape } from '#lib/api/page.ts';
import { matchParameter, timeParameter } from '#lib/api/parameters.ts';
import { readThrottleLedger } from '#lib/fleet/read-throttle-ledger.ts';
import { throttleCsv } from '#lib/fleet/throttle-csv.ts';
import { throttleRowSchema } from '#lib/fleet/throttle-ledger.ts';

export const GET = defineRoute({
  method: 'GET',
  path: '/throttling',
  role: 'viewer',
  summary: 'Seconds that GPUs were clocked down, by reason and by GPU, host or rack',
  query: z.strictObject({
    start: timeParameter,
    end: timeParameter,
    match: matchParameter.default({}),
    group_by: z.enum(['gpu', 'host', 'rack']).default('gpu'),
    format: z.enum(['json', 'csv']).default('json').describe('csv has every row'),
    ...pageShape,
  }),
  response: z.object({
    startMs: z.number().describe('the start asked for, or up to a step before it'),
    endMs: z.number(),
    stepMs: z.number().describe('how finely coverage is known'),
    items: z.array(throttleRowSchema),
    next: z.string().nullable(),
  }),
  run: async ({ services, query, signal }) => {
    const { start: startMs, end: endMs, match, group_by: groupBy, format } = query;
    const range = { startMs, endMs, match, groupBy };
    const ledger = await readThrottleLedger(services, range, Date.now(), signal);
    if (format === 'json') {
      const { rows, ...found } = ledger;
      return { ...found, ...pageFrom(rows, query, ({ key }) => key) };
    }
    return new Response(throttleCsv(ledger), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="throttling-by-${groupBy}.csv"`,
      },
    });
  },
});
