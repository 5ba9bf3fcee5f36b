import { z } from 'zod';

const text = (longest: number) =>
  z.string().transform((value) => (value.length > longest ? `${value.slice(0, longest)}…` : value));

const list = <Item extends z.ZodType>(item: Item) => z.array(item).max(200).default([]);

/**
 * What Faro's web SDK posts, reduced to what is counted or logged: unknown parts are dropped, long
 * texts are cut. https://grafana.com/docs/grafana-cloud/monitor-applications/frontend-observability/
 */
export const browserReportSchema = z.object({
  meta: z
    .object({
      page: z
        .object({ url: text(300) })
        .partial()
        .default({}),
      browser: z
        .object({ name: text(60), version: text(40) })
        .partial()
        .default({}),
    })
    .default({ page: {}, browser: {} }),
  events: list(z.object({ name: text(100) })),
  measurements: list(
    z.object({ type: text(60), values: z.record(z.string().max(60), z.number()).default({}) }),
  ),
  logs: list(z.object({ message: text(500), level: text(20).default('info') })),
  exceptions: list(
    z.object({
      type: text(100).default('Error'),
      value: text(500).default(''),
      stacktrace: z
        .object({
          frames: z
            .array(
              z.object({
                filename: text(300).default(''),
                function: text(200).default(''),
                lineno: z.number().optional(),
                colno: z.number().optional(),
              }),
            )
            .max(500)
            .transform((frames) => frames.slice(0, 5)),
        })
        .optional(),
    }),
  ),
});
export type BrowserReport = z.output<typeof browserReportSchema>;
