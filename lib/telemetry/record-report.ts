import { Counter, Histogram, type Registry } from 'prom-client';
import type { Log } from '#lib/services.ts';
import type { BrowserReport } from './browser-report.ts';

/** Times in milliseconds as browsers report them, and the one vital that is a plain number. */
const vitalsInMs = new Set(['fcp', 'inp', 'lcp', 'ttfb']);
const layoutShift = 'cls';

/** Counts what browsers went through and writes their errors down. */
export function recordReport(metrics: Registry, log: Log, report: BrowserReport): void {
  const meters = browserMeters(metrics);
  for (const { type, values } of report.measurements) {
    if (type === 'web-vitals') recordVitals(meters, values);
  }
  // Names come from the page's own code, but anyone signed in can post: only the number is kept.
  meters.events.inc(report.events.length);
  meters.errors.inc(report.exceptions.length);
  const { page, browser } = report.meta;
  const where = { page: pathOf(page.url), browser: browser.name ?? null };
  for (const { type, value, stacktrace } of report.exceptions) {
    log.warn(
      { ...where, error: type, message: value, frames: stacktrace?.frames ?? [] },
      'a page failed in a browser',
    );
  }
  for (const { level, message } of report.logs) {
    if (level === 'error') log.warn({ ...where, message }, 'a page logged an error in a browser');
  }
}

/** The part of a counter that is used here. */
interface Tally {
  readonly inc: (by: number) => void;
}

interface BrowserMeters {
  readonly seconds: Histogram<'vital'>;
  readonly shift: Histogram;
  readonly events: Tally;
  readonly errors: Tally;
}

function recordVitals(meters: BrowserMeters, values: Readonly<Record<string, number>>): void {
  for (const [vital, value] of Object.entries(values)) {
    if (!Number.isFinite(value) || value < 0) continue;
    if (vitalsInMs.has(vital)) meters.seconds.observe({ vital }, value / 1000);
    if (vital === layoutShift) meters.shift.observe(value);
  }
}

/**
 * The registry outlives this module's copy in Next: what is registered already is taken. The names
 * belong to this file alone, so what stands under one has the type it was given here.
 */
function browserMeters(metrics: Registry): BrowserMeters {
  const registers = [metrics];
  return {
    seconds:
      (metrics.getSingleMetric('isotherm_browser_vital_seconds') as
        Histogram<'vital'> | undefined) ??
      new Histogram({
        name: 'isotherm_browser_vital_seconds',
        help: 'Web vitals that are times, as browsers measured them.',
        labelNames: ['vital'],
        buckets: [0.05, 0.1, 0.2, 0.4, 0.8, 1.2, 1.8, 2.5, 4, 8],
        registers,
      }),
    shift:
      (metrics.getSingleMetric('isotherm_browser_layout_shift_score') as Histogram | undefined) ??
      new Histogram({
        name: 'isotherm_browser_layout_shift_score',
        help: 'Cumulative layout shift of pages in browsers.',
        buckets: [0.001, 0.01, 0.05, 0.1, 0.25, 1],
        registers,
      }),
    events: counter(metrics, 'isotherm_browser_events_total', 'Events that pages reported.'),
    errors: counter(metrics, 'isotherm_browser_errors_total', 'Exceptions in pages in browsers.'),
  };
}

function counter(metrics: Registry, name: string, help: string): Tally {
  return (
    (metrics.getSingleMetric(name) as Tally | undefined) ??
    new Counter({ name, help, registers: [metrics] })
  );
}

/** The address without its query, which may hold what a person searched for. */
function pathOf(url: string | undefined): string | null {
  return url !== undefined && URL.canParse(url) ? new URL(url).pathname : null;
}
