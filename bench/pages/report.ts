import { alignRows } from '../agent/rows.ts';
import type { PageCost, PageCosts } from './page-cost.ts';

export const firstLoadGoalBytes = 175_000;

/** What a page may take: twice the bare one and its own queries. */
export function allowedMs(bare: PageCost, { queries }: PageCost): number {
  return 2 * bare.times.p99Ms + queries.p99Ms;
}

export function pageLines({ rounds, bare, pages }: PageCosts): string[] {
  const head = [
    'page',
    'scripts, gzip',
    'later',
    'html',
    'p50',
    'p99',
    'queries p99',
    'p99 allowed',
    'goal',
  ];
  const rows = [bare, ...pages].map((cost) => [
    cost.page,
    kilobytes(cost.firstLoad.gzipBytes),
    kilobytes(cost.firstLoad.laterGzipBytes),
    kilobytes(cost.htmlBytes),
    milliseconds(cost.times.p50Ms),
    milliseconds(cost.times.p99Ms),
    milliseconds(cost.queries.p99Ms),
    milliseconds(allowedMs(bare, cost)),
    verdict(bare, cost),
  ]);
  return [
    `each page ${rounds} times, in turns, on one connection`,
    '',
    ...alignRows([head, ...rows]),
    '',
    ...goals(bare, pages),
  ];
}

export function pageObjects({ rounds, bare, pages }: PageCosts): object[] {
  return [bare, ...pages].map((cost) => ({
    rounds,
    ...cost,
    allowedP99Ms: allowedMs(bare, cost),
    isSmall: isSmall(cost),
    isFast: isFast(bare, cost),
  }));
}

function goals(bare: PageCost, pages: readonly PageCost[]): string[] {
  const all = [bare, ...pages];
  const largest = Math.max(...all.map(({ firstLoad }) => firstLoad.gzipBytes));
  const slow = pages.filter((page) => !isFast(bare, page)).map(({ page }) => page);
  const limit = kilobytes(firstLoadGoalBytes);
  return [
    `${mark(all.every(isSmall))} every page loads at most ${limit} of scripts: ${kilobytes(largest)} at most`,
    `${mark(slow.length === 0)} p99 within twice the bare page plus the queries: ` +
      (slow.length === 0 ? 'every page' : `not ${slow.join(', ')}`),
  ];
}

function verdict(bare: PageCost, cost: PageCost): string {
  const missed = [isSmall(cost) ? '' : 'size', isFast(bare, cost) ? '' : 'time'].filter(Boolean);
  return missed.length === 0 ? 'met' : `missed: ${missed.join(', ')}`;
}

function isSmall({ firstLoad }: PageCost): boolean {
  return firstLoad.gzipBytes <= firstLoadGoalBytes;
}

function isFast(bare: PageCost, cost: PageCost): boolean {
  return cost.times.p99Ms <= allowedMs(bare, cost);
}

function mark(isMet: boolean): string {
  return isMet ? '✓' : '✗';
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(1)} ms`;
}
