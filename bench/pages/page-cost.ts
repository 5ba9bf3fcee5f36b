import { startIsotherm, testTokens } from '#tests/simulator/isotherm.ts';
import { quantile } from '../quantile.ts';
import { fill } from './fill.ts';
import { measureFirstLoad, type FirstLoad, type ScriptSizes } from './first-load.ts';
import { bareVisit, visitsOf, type Visit } from './visits.ts';

export interface Times {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface PageCost {
  readonly page: string;
  readonly path: string;
  readonly firstLoad: FirstLoad;
  readonly htmlBytes: number;
  readonly times: Times;
  /** What the page asks for, asked of the API in the same round. */
  readonly queries: Times;
}

export interface PageCosts {
  readonly rounds: number;
  readonly bare: PageCost;
  readonly pages: readonly PageCost[];
}

const warmUpRounds = 5;
const measuredRounds = 100;

export const pageCost = {
  name: 'pages',
  about:
    'scripts that each page loads before it answers, and how long the server takes to make it, ' +
    'beside a bare page of the same server and the queries of the page',
  run: measurePages,
};

async function measurePages(onProgress: (sentence: string) => void): Promise<PageCosts> {
  const isotherm = await startIsotherm();
  try {
    const nowMs = Date.now();
    const filled = await fill(isotherm.url, nowMs);
    const visits = [bareVisit, ...visitsOf(filled, nowMs)];
    onProgress(`${visits.length} pages, ${measuredRounds} rounds in turns`);
    const logs = visits.map((visit) => new VisitLog(isotherm.url, visit));
    for (let round = 0; round < warmUpRounds + measuredRounds; round += 1) {
      // Turns, so that a busy moment of the machine is nobody's alone.
      for (const log of logs) await log.visit(round >= warmUpRounds);
    }
    const sizes: ScriptSizes = new Map();
    const costs: PageCost[] = [];
    for (const log of logs) costs.push(await log.read(sizes));
    const [bare, ...pages] = costs;
    if (!bare) throw new Error('measure pages: none was visited');
    return { rounds: measuredRounds, bare, pages };
  } finally {
    await isotherm.stop();
  }
}

class VisitLog {
  readonly #url: string;
  readonly #visit: Visit;
  readonly #pageMs: number[] = [];
  readonly #queriesMs: number[] = [];
  #html = '';

  constructor(url: string, visit: Visit) {
    this.#url = url;
    this.#visit = visit;
  }

  async visit(doesCount: boolean): Promise<void> {
    const { path, queries } = this.#visit;
    const page = await timedGet(this.#url + path);
    let queriesMs = 0;
    for (const query of queries) queriesMs += (await timedGet(`${this.#url}/api/v1${query}`)).ms;
    this.#html = page.text;
    if (!doesCount) return;
    this.#pageMs.push(page.ms);
    this.#queriesMs.push(queriesMs);
  }

  async read(sizes: ScriptSizes): Promise<PageCost> {
    return {
      page: this.#visit.name,
      path: this.#visit.path,
      firstLoad: await measureFirstLoad(this.#url, this.#html, sizes),
      htmlBytes: Buffer.byteLength(this.#html),
      times: timesOf(this.#pageMs),
      queries: timesOf(this.#queriesMs),
    };
  }
}

async function timedGet(url: string): Promise<{ readonly ms: number; readonly text: string }> {
  const start = performance.now();
  const response = await fetch(url, { headers: { Authorization: `Bearer ${testTokens.admin}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`visit ${url}: ${response.status} ${text.slice(0, 200)}`);
  return { ms: performance.now() - start, text };
}

function timesOf(samples: readonly number[]): Times {
  return { p50Ms: quantile(samples, 0.5), p99Ms: quantile(samples, 0.99) };
}
