import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import type { Log } from '#lib/services.ts';
import { browserReportSchema } from './browser-report.ts';
import { recordReport } from './record-report.ts';

function record(...bodies: unknown[]) {
  const metrics = new Registry();
  const lines: { fields: Readonly<Record<string, unknown>>; message: string }[] = [];
  const log: Log = {
    info: () => undefined,
    warn: (fields, message) => lines.push({ fields, message }),
    error: () => undefined,
  };
  for (const body of bodies) recordReport(metrics, log, browserReportSchema.parse(body));
  return { metrics, lines };
}

describe('recordReport', () => {
  it('turns web vitals into histograms in base units', async () => {
    const { metrics } = record({
      measurements: [
        { type: 'web-vitals', values: { lcp: 1200, delta: 3, cls: 0.02 } },
        { type: 'other', values: { lcp: 9 } },
      ],
    });
    const text = await metrics.metrics();
    expect(text).toContain('isotherm_browser_vital_seconds_sum{vital="lcp"} 1.2');
    expect(text).toContain('isotherm_browser_layout_shift_score_count 1');
    expect(text).not.toContain('delta');
  });

  it('counts over several reports and logs errors without the query of the page', async () => {
    const failed = {
      meta: { page: { url: 'https://isotherm.example/overview?secret=1' }, browser: { name: 'X' } },
      events: [{ name: 'click', attributes: {} }],
      exceptions: [{ type: 'TypeError', value: 'x is not a function' }],
    };
    const { metrics, lines } = record(failed, failed);
    expect(await metrics.metrics()).toContain('isotherm_browser_errors_total 2');
    expect(lines[0]).toEqual({
      message: 'a page failed in a browser',
      fields: {
        page: '/overview',
        browser: 'X',
        error: 'TypeError',
        message: 'x is not a function',
        frames: [],
      },
    });
  });

  it('cuts long texts and refuses endless lists', () => {
    const long = record({ logs: [{ level: 'error', message: 'm'.repeat(10_000) }] });
    expect(String(long.lines[0]?.fields['message'])).toHaveLength(501);
    const events = Array.from({ length: 201 }, () => ({ name: 'x' }));
    expect(browserReportSchema.safeParse({ events }).success).toBe(false);
  });
});
