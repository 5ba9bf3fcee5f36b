import { defineRoute } from '#lib/api/define-route.ts';
import { browserReportSchema } from '#lib/telemetry/browser-report.ts';
import { recordReport } from '#lib/telemetry/record-report.ts';

/** Where the pages' own telemetry goes: beside the API, because no other program should call it. */
export const POST = defineRoute({
  method: 'POST',
  path: '/telemetry',
  role: 'viewer',
  summary: 'Report web vitals and errors of a page',
  body: browserReportSchema,
  maxBodyBytes: 128 * 1024,
  run: ({ services, body }) => recordReport(services.metrics, services.log, body),
});
