import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../simulator/browser.ts';
import {
  startIsotherm,
  testTokens,
  writeLines,
  type RunningIsotherm,
} from '../simulator/isotherm.ts';
import { openAdministratorPage } from './administrator-page.ts';
import {
  busyGpu,
  capShare,
  eventLine,
  host,
  lostGpu,
  powerAt,
  secondOfLines,
} from './gpu-lines.ts';

/** Two simulated GPUs of one host, one of them lost, as a person sees them in a real browser. */
describe('pages of GPUs', () => {
  /** Ten minutes back, on a whole step of the ledger; five minutes of history follow. */
  const startMs = Math.floor((Date.now() - 600_000) / 10_000) * 10_000;
  const endMs = startMs + 300_000;
  const lostMs = endMs + 60_000;
  let isotherm: RunningIsotherm;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let pushing: Promise<void> = Promise.resolve();
  const ended = new AbortController();
  let problems: readonly string[] = [];

  beforeAll(async () => {
    browser = await startBrowser();
    isotherm = await startIsotherm();
    await writeHistory();
    pushing = pushEverySecond();
    ({ context, page, problems } = await openAdministratorPage(browser, isotherm));
  });

  afterAll(async () => {
    ended.abort();
    await pushing;
    await browser.close();
    await isotherm.stop();
  });

  const write = (lines: readonly string[]) => writeLines(isotherm.url, lines);

  async function writeHistory(): Promise<void> {
    const lines: string[] = [];
    for (let timeMs = startMs - 10_000; timeMs < Date.now(); timeMs += 1000) {
      lines.push(...secondOfLines(timeMs, timeMs >= lostMs));
    }
    const loss = { gpu: lostGpu, severity: 'critical' };
    await write([
      ...lines,
      eventLine(lostMs - 400, { ...loss, kind: 'xid', code: 79, title: 'Fallen off the bus' }),
      eventLine(lostMs, { ...loss, kind: 'lost', title: 'GPU lost' }),
    ]);
  }

  /** What an agent does, until the suite ends. */
  async function pushEverySecond(): Promise<void> {
    while (!ended.signal.aborted) {
      await write(secondOfLines(Date.now(), true));
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }

  const open = (path: string) => page.goto(`${isotherm.url}${path}`);
  const chart = (title: string) =>
    page.locator('figure').filter({ has: page.getByLabel(new RegExp(`^Chart of ${title}:`)) });
  const wattsShown = async (): Promise<number> => {
    const text = await chart('Power').locator('[data-value]').first().textContent();
    return Number.parseInt(text ?? '', 10);
  };

  it('shows a GPU, what it is, how it is, and its series moving', async () => {
    await open(`/gpus/${busyGpu}`);
    await page.getByText('570.124.06').waitFor();
    await page
      .getByText(/Throttled by the power cap for 50\s% of the .+ seen in the last hour/)
      .waitFor();
    await page.getByTitle('Made by a simulator').first().waitFor();
    await expect.poll(wattsShown, { timeout: 15_000 }).toBeGreaterThan(0);
    const first = await wattsShown();
    await expect.poll(wattsShown, { timeout: 15_000 }).not.toBe(first);
    const now = Date.now();
    const lately = [0, 1, 2, 3, 4, 5].map((seconds) => powerAt(now - seconds * 1000));
    expect(lately).toContain(await wattsShown());
    await chart('Held down by').waitFor();
    // Nobody counts errors of its memory here: no chart pretends to.
    expect(await chart('Memory errors').count()).toBe(0);
    await page.getByText('Its driver has no value for these').click();
    await page.getByText('ecc_corrected_total', { exact: true }).waitFor();
  });

  it('shows an event in the feed and as a mark the moment it arrives', async () => {
    const title = 'Page fault of a test';
    expect(await page.getByText(title).count()).toBe(0);
    const timeMs = Date.now();
    await write([
      eventLine(timeMs, { gpu: busyGpu, kind: 'xid', code: 31, severity: 'warning', title }),
    ]);
    const feed = page.getByRole('list', { name: 'Events' });
    await feed.getByText(title).waitFor({ timeout: 10_000 });
    const mark = page.getByRole('button', { name: new RegExp(`Xid 31 · ${title}`) });
    await mark.waitFor({ state: 'attached' });
    // The event's time leads to its moment, which then stands in the address.
    await feed.getByTitle('Show this moment').first().click();
    await page.waitForURL(/from=\d+&to=\d+/);
    expect(new URL(page.url()).searchParams.get('from')).toBe(String(timeMs - 150_000));
    await mark.waitFor({ state: 'attached' });
  });

  it('accounts for exactly what the counters counted', async () => {
    const seconds = ((endMs - startMs) / 1000) * capShare;
    const answer = await fetch(
      `${isotherm.url}/api/v1/throttling?start=${startMs}&end=${endMs}&match=gpu:${busyGpu}`,
      { headers: { Authorization: `Bearer ${testTokens.admin}` } },
    );
    expect(await answer.json()).toMatchObject({
      items: [{ gpu: busyGpu, seconds: { power_cap: seconds, hw_thermal: 0 }, coverageRatio: 1 }],
    });
    await open(`/throttling?from=${startMs}&to=${endMs}`);
    const row = page.getByRole('row').filter({ has: page.getByTitle(busyGpu) });
    await row.getByText('2 m 30 s').waitFor();
    await row.getByText('50 %').waitFor();
    await page.getByRole('link', { name: 'By host' }).click();
    await page.getByRole('table', { name: 'Throttling by host' }).waitFor();
    await page.getByRole('row').filter({ hasText: host }).getByText('5 m').waitFor();
  });

  it('shows a lost GPU as lost wherever it is named', async () => {
    await open(`/gpus/${lostGpu}`);
    await page.getByText(/Lost: the driver has not seen it since/).waitFor();
    await page.getByText(/\(Xid 79\)\. Reboot the host\./).waitFor();
    await open('/gpus');
    const row = page.getByRole('row').filter({ has: page.getByTitle(lostGpu) });
    await row.getByText('lost', { exact: true }).waitFor();
    await row.getByText('GPU lost').waitFor();
    await open(`/hosts/${host}`);
    await page.getByText('1 of 2 GPUs is lost.').waitFor();
    const tile = page.locator('li.hatched');
    await tile.getByText(/^GPU lost, /).waitFor();
    expect(await tile.count()).toBe(1);
    await open('/overview');
    await page.getByLabel('Fleet').getByText('lost').waitFor();
    await page.getByText(`GPU 1 of ${host} is lost: Xid 79, Fallen off the bus`).click();
    await page.waitForURL(`**/gpus/${lostGpu}`);
  });

  it.each(['dark', 'light'])('is readable for everyone, %s', async (theme) => {
    await context.addCookies([{ name: 'isotherm_theme', value: theme, url: isotherm.url }]);
    const pages = [`/gpus/${busyGpu}`, `/gpus/${lostGpu}`, '/gpus', '/throttling', '/events'];
    for (const path of [...pages, `/hosts/${host}`, '/overview']) {
      await open(path);
      await page.getByRole('navigation', { name: 'Breadcrumb' }).waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [path, id, nodes[0]?.target])).toEqual([]);
    }
  });

  it('had no error on any console', () => {
    expect(problems).toEqual([]);
  });
});
