import { rmSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../simulator/browser.ts';
import {
  startAgent,
  startIsotherm,
  testTokens,
  type RunningAgent,
  type RunningIsotherm,
} from '../simulator/isotherm.ts';
import { temporaryDirectory } from '../simulator/process.ts';

/** One person's first quarter of an hour, in order: each case goes on where the one before ended. */
describe('a first run', () => {
  const dataDirectory = temporaryDirectory('isotherm-first-run-');
  const password = 'a sentence for the tests';
  let isotherm: RunningIsotherm;
  let agent: RunningAgent | null = null;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await startBrowser();
    isotherm = await startIsotherm({ dataDirectory });
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`${page.url()}: ${message.text()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
    });
  });

  afterAll(async () => {
    await browser.close();
    await agent?.stop();
    await isotherm.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  });

  it('makes the administrator through the printed link, which then is dead', async () => {
    const link = isotherm.setupLink ?? 'no link was printed';
    await page.goto(link);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByLabel('Password again').fill(password);
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await page.waitForURL('**/overview');
    const stranger = await fetch(`${isotherm.url}/api/auth/setup`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: isotherm.url },
      body: JSON.stringify({
        token: new URL(link).searchParams.get('token'),
        username: 'intruder',
        password,
      }),
    });
    expect(stranger.ok).toBe(false);
  });

  it('shows this machine and its network moving', async () => {
    await page.goto(`${isotherm.url}/overview`);
    await page.getByText('No machine has reported yet').waitFor();
    agent = startAgent(isotherm.url);
    await page.getByText(hostname()).first().waitFor();
    const first = await received();
    await expect.poll(received, { timeout: 15_000 }).toBeGreaterThan(first);
  });

  it('starts training from the page, shows its throughput and stops it', async () => {
    await page.goto(`${isotherm.url}/training`);
    await page.getByRole('button', { name: 'Start a run' }).first().click();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await expect.poll(() => newestThroughput(), { timeout: 30_000 }).toBeGreaterThan(0);
    await page
      .getByText(/samples\/s/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Stop', exact: true }).first().click();
    await expect
      .poll(async () => (await get<{ items: { state: string }[] }>('/runs')).items[0]?.state, {
        timeout: 20_000,
      })
      .toBe('stopped');
  });

  it('keeps history and session over a restart', async () => {
    const end = Date.now() + 10_000;
    const kept = () => secondsOfLoad(end - 600_000, end);
    await expect.poll(async () => (await kept()).size, { timeout: 30_000 }).toBeGreaterThan(5);
    const before = await kept();
    // A page that is open would complain about the server it lost, and rightly.
    await page.goto('about:blank');
    await isotherm.stop();
    isotherm = await startIsotherm({
      dataDirectory,
      environment: { PORT: new URL(isotherm.url).port },
    });
    expect(isotherm.setupLink).toBeNull();
    // The newest second may have been half full when it was read.
    expect([...(await kept())]).toEqual(expect.arrayContaining([...before].slice(0, -1)));
    await page.goto(`${isotherm.url}/overview`);
    expect(page.url()).toMatch(/\/overview$/);
  });

  it('answers no stranger', async () => {
    for (const path of ['/overview', '/racks', '/settings', '/api/v1/latest', '/metrics']) {
      const answer = await fetch(`${isotherm.url}${path}`, { redirect: 'manual' });
      expect([303, 401], path).toContain(answer.status);
    }
  });

  it('had no error on any console', () => {
    expect(problems).toEqual([]);
  });

  async function get<T>(path: string): Promise<T> {
    const response = await fetch(`${isotherm.url}/api/v1${path}`, {
      headers: { Authorization: `Bearer ${testTokens.admin}` },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    // The shapes are those of the read API's own tests.
    return (await response.json()) as T;
  }

  /** Every second of processor load that the server has between two times. */
  async function secondsOfLoad(startMs: number, endMs: number): Promise<Map<number, number>> {
    const history = await get<{ time: number[]; series: { values: (number | null)[] }[] }>(
      `/series?measurement=host&fields=cpu_ratio&start=${startMs}&end=${endMs}&step=1s`,
    );
    const seconds = new Map<number, number>();
    for (const { values } of history.series) {
      values.forEach((value, row) => {
        const time = history.time[row];
        if (value !== null && time !== undefined) seconds.set(time, value);
      });
    }
    return seconds;
  }

  async function received(): Promise<number> {
    const newest = await get<LatestAnswer>(
      '/latest?measurement=host_network&fields=receive_bytes_total',
    );
    return newest.items.reduce((sum, row) => sum + Number(row.values[0] ?? 0), 0);
  }

  async function newestThroughput(): Promise<number> {
    const newest = await get<LatestAnswer>(
      '/latest?measurement=training&fields=samples_per_second',
    );
    return Number(newest.items[0]?.values[0] ?? 0);
  }
});

interface LatestAnswer {
  readonly items: readonly { readonly values: readonly unknown[] }[];
}
