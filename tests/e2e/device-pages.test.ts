import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatText } from '#lib/format/value.ts';
import { startBrowser } from '../simulator/browser.ts';
import { startIsotherm, writeLines, type RunningIsotherm } from '../simulator/isotherm.ts';
import { openAdministratorPage } from './administrator-page.ts';
import {
  eventLine,
  host,
  hostLines,
  intervalMs,
  leaf,
  mute,
  otherDelayMs,
  otherPdu,
  otherPollLines,
  pdu,
  pollLines,
  powerAt,
  slowLines,
  ups,
} from './device-lines.ts';

/** Simulated facility gear and a switch with a host at it, as a person sees them in a real browser. */
describe('pages of devices', () => {
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

  /** Five minutes: a host each second, devices each half minute, no two PDUs at the same second. */
  async function writeHistory(): Promise<void> {
    const nowMs = Date.now();
    const lines = slowLines(nowMs);
    for (let timeMs = nowMs - 300_000; timeMs < nowMs; timeMs += 1000) {
      lines.push(...hostLines(timeMs), ...dueLines(timeMs));
    }
    await write([
      ...lines,
      eventLine(nowMs - 60_000, {
        ...{ device: ups, kind: 'ups_on_battery', severity: 'critical' },
        ...{ title: 'UPS on battery', subject: 'Status' },
      }),
    ]);
  }

  function dueLines(timeMs: number): string[] {
    const second = Math.floor((timeMs % intervalMs) / 1000);
    if (second === 0) return pollLines(timeMs);
    return second === otherDelayMs / 1000 ? otherPollLines(timeMs) : [];
  }

  /** What agents do, until the suite ends. */
  async function pushEverySecond(): Promise<void> {
    let lastSecond = Math.floor(Date.now() / 1000);
    while (!ended.signal.aborted) {
      const second = Math.floor(Date.now() / 1000);
      // A second that was slept through is made up for: a poll may lie in it.
      for (let next = lastSecond + 1; next <= second; next += 1) {
        await write([...hostLines(next * 1000), ...dueLines(next * 1000)]);
      }
      lastSecond = second;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  const open = (path: string) => page.goto(`${isotherm.url}${path}`);
  const chart = (title: string) =>
    page.locator('figure').filter({ has: page.getByLabel(new RegExp(`^Chart of ${title}:`)) });
  const legend = (title: string, line: string) =>
    chart(title).getByRole('listitem').filter({ hasText: line }).locator('[data-value]');
  /** Watts of both PDUs at polls that are fresh, to the three digits that are shown. */
  const sums = (): string[] => {
    const polls = [0, 1, 2].map((back) => Date.now() - back * intervalMs);
    return polls.flatMap((a) =>
      polls.map((b) => ((powerAt(pdu, a) + powerAt(otherPdu, b)) / 1000).toFixed(1)),
    );
  };

  it('lists devices, those that need somebody first, and the slowest with their reason', async () => {
    await open('/devices');
    const rows = page.getByRole('table', { name: 'Devices' }).getByRole('row');
    await rows.filter({ hasText: mute }).getByText('no answer').waitFor();
    expect(await rows.nth(1).textContent()).toContain(mute);
    await rows.filter({ hasText: ups }).getByText('critical').waitFor();
    await rows.filter({ hasText: leaf }).getByText('Hall A').waitFor();
    const slowest = page.getByRole('table', { name: 'Slowest targets' }).getByRole('row');
    await slowest.filter({ hasText: mute }).getByText('no answer to 3 requests').waitFor();
    await page.getByTitle('Made by a simulator').first().waitFor();
  });

  it('shows a device: what it is, how it is in a sentence, and its limits', async () => {
    await open(`/devices/${pdu}`);
    await page.getByRole('status').getByText('L3 current 16.7\u00a0A, above 16.0\u00a0A').waitFor();
    await page.getByText(`SN-${pdu}`).waitFor();
    await page.getByRole('list', { name: 'States' }).getByText('closed').waitFor();
    await page.getByTitle('warns above 16.0\u00a0A, critical above 20.0\u00a0A').waitFor();
    await chart('Current').waitFor();
    await expect.poll(() => legend('Current', 'L3').textContent()).toBe('16.7\u00a0A');
  });

  it('keeps a value current between two polls, and takes the next one in', async () => {
    await open(`/devices/${pdu}`);
    const total = page.getByRole('row').filter({ hasText: 'Total' }).getByRole('cell').nth(1);
    const shown = () => total.textContent();
    const wanted = () => formatText(powerAt(pdu, Date.now()), 'watts');
    await expect.poll(async () => (await shown()) === wanted(), { timeout: 40_000 }).toBe(true);
    const first = await shown();
    // Half a minute to the next poll: twice as long as what is read each second stays current.
    const seen = new Set<string | null>();
    await expect
      .poll(async () => seen.add(await shown()).size, { timeout: 60_000, interval: 500 })
      .toBe(2);
    expect([...seen]).toEqual([first, wanted()]);
    expect(await total.locator('[data-old]').count()).toBe(0);
  });

  it('shows an event in the feed and as a mark the moment it arrives', async () => {
    const joined = new Promise<void>((resolve) => {
      page.once('websocket', (socket) =>
        socket.on('framereceived', ({ payload }) => {
          if (/"joined","topic":"device-events"/.test(payload.toString())) resolve();
        }),
      );
    });
    await open(`/devices/${ups}`);
    // What happened before the page was drawn is on it; what happens from here on comes by itself.
    await joined;
    const title = 'Battery low, a test';
    const timeMs = Date.now();
    await write([
      eventLine(timeMs, {
        ...{ device: ups, kind: 'ups_battery_low', severity: 'critical' },
        ...{ title, subject: 'Battery' },
      }),
    ]);
    const feed = page.getByRole('list', { name: 'Events' });
    await feed.getByText(title).waitFor({ timeout: 10_000 });
    const mark = page.getByRole('button', { name: new RegExp(title) });
    await mark.waitFor({ state: 'attached' });
    await feed.getByTitle('Show this moment').first().click();
    await page.waitForURL(/from=\d+&to=\d+/);
    expect(new URL(page.url()).searchParams.get('from')).toBe(String(timeMs - 150_000));
    await mark.waitFor({ state: 'attached' });
  });

  it('draws a host, its switch port, its fabric and its GPUs’ links on one axis', async () => {
    await open(`/network?host=${host}`);
    const shown = (line: string) => legend('In', line).textContent();
    await expect.poll(() => shown('ens1f0'), { timeout: 15_000 }).toBe('40.0\u00a0Gbit/s');
    await expect.poll(() => shown('leaf-01 Ethernet7')).toBe('40.0\u00a0Gbit/s');
    await expect.poll(() => shown('InfiniBand')).toBe('200\u00a0Gbit/s');
    await expect.poll(() => shown('NVLink')).toBe('1.60\u00a0Tbit/s');
    await expect
      .poll(() => legend('Out', 'leaf-01 Ethernet7').textContent())
      .toBe('24.0\u00a0Gbit/s');
    const cable = page
      .getByRole('table', { name: /^Cables/ })
      .getByRole('row')
      .nth(1);
    expect(await cable.textContent()).toMatch(/gpu-node-07 › ens1f0.*leaf-01 › Ethernet7/);
    await page.getByRole('table', { name: 'Errors and drops' }).getByText('Ethernet8').waitFor();
    const fullest = page.getByRole('table', { name: 'Interfaces' }).getByRole('row').nth(1);
    expect(await fullest.textContent()).toContain('Ethernet8');
  });

  it('adds up PDUs that are polled at different moments', async () => {
    await open('/facility');
    const tile = page.locator('section').filter({ hasText: 'Power of all PDUs' }).first();
    const told = async () => /[\d.]+(?=\s?kW)/.exec((await tile.textContent()) ?? '')?.[0];
    await expect.poll(async () => sums().includes((await told()) ?? '')).toBe(true);
    const charted = async () =>
      Number.parseFloat((await legend('Power', 'PDUs').textContent()) ?? '');
    await expect
      .poll(async () =>
        sums()
          .map(Number)
          .includes(await charted()),
      )
      .toBe(true);
    await page.getByText('told by 2 of 3').waitFor();
    const card = page.getByRole('listitem').filter({ hasText: ups }).filter({ hasText: 'Charge' });
    await card.getByText('on battery').waitFor();
    expect(await card.textContent()).toMatch(/78\s%.*17\sm 20\ss.*62\s%/);
    const row = page.getByRole('table', { name: 'PDUs' }).getByRole('row').filter({ hasText: pdu });
    expect(await row.textContent()).toMatch(/L3.*16\.7\u00a0A.*of 20\.0\u00a0A/);
  });

  it('is found by its name', async () => {
    await page.keyboard.press('/');
    await page.getByPlaceholder(/device/).fill('ups-');
    await page.getByRole('option', { name: ups }).click();
    await page.waitForURL(`**/devices/${ups}`);
  });

  it.each(['dark', 'light'])('is readable for everyone, %s', async (theme) => {
    await context.addCookies([{ name: 'isotherm_theme', value: theme, url: isotherm.url }]);
    const devices = [pdu, ups, mute, `${leaf}?port=Ethernet7`].map((name) => `/devices/${name}`);
    for (const path of ['/devices', ...devices, '/network', '/facility', '/settings/devices']) {
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
