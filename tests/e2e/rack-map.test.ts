import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../simulator/browser.ts';
import {
  startIsotherm,
  testTokens,
  writeLines,
  type RunningIsotherm,
} from '../simulator/isotherm.ts';
import { openAdministratorPage } from './administrator-page.ts';

const racks = ['R01', 'R02', 'R03', 'R04'];
const hostsOfRack = 2;
const minuteMs = 60_000;
/** An hour ago everything was this hot; now it is as hot as the rack's number says. */
const pastCelsius = 40;

/** A hall of four racks on the map that fills its page, as a person with pointer or keys sees it. */
describe('the map of racks', () => {
  let isotherm: RunningIsotherm;
  let browser: Browser;
  let page: Page;
  let pushing: Promise<void> = Promise.resolve();
  const ended = new AbortController();
  let problems: readonly string[] = [];

  beforeAll(async () => {
    browser = await startBrowser();
    isotherm = await startIsotherm();
    await writeHistory();
    await makeHall();
    pushing = pushEverySecond();
    ({ page, problems } = await openAdministratorPage(browser, isotherm));
  });

  afterAll(async () => {
    ended.abort();
    await pushing;
    await browser.close();
    await isotherm.stop();
  });

  const map = () => page.getByRole('group', { name: /^Map of 4 racks/ });
  /** Of the canvas of names and borders, which changes with the view alone. */
  const view = (): Promise<string> =>
    map()
      .locator('canvas')
      .nth(1)
      .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const middle = async (): Promise<{ x: number; y: number }> => {
    const box = await map().boundingBox();
    if (!box) throw new Error('the page has no map');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const address = (name: string): string | null => new URL(page.url()).searchParams.get(name);
  const panel = (rack: string) => page.getByRole('complementary', { name: `Rack ${rack}` });

  it('colours every GPU and says what is under the pointer', async () => {
    await page.goto(`${isotherm.url}/racks`);
    await expect.poll(coloursOnMap, { timeout: 30_000 }).toBeGreaterThan(racks.length);
    const note = map().getByText(/GPU temperature [\d.]+\s°C, .* old/);
    await expect
      .poll(async () => (await pointUntil(note)) !== null, { timeout: 20_000 })
      .toBe(true);
    expect(
      await map()
        .getByText(/^node-R0\d-\d · GPU \d · R0\d, U \d+$/)
        .count(),
    ).toBe(1);
  });

  it('zooms and moves by wheel, drag and keys, and 0 brings it back', async () => {
    await page.mouse.move(0, 0);
    const whole = await view();
    const { x, y } = await middle();
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, -300);
    await page.mouse.move(0, 0);
    await expect.poll(view).not.toBe(whole);
    const zoomed = await view();
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y + 30, { steps: 4 });
    await page.mouse.up();
    await page.mouse.move(0, 0);
    await expect.poll(view).not.toBe(zoomed);
    expect(address('rack')).toBeNull();
    await map().focus();
    await page.keyboard.press('0');
    await expect.poll(view).toBe(whole);
    for (const key of ['+', 'ArrowLeft', '-']) {
      const before = await view();
      await page.keyboard.press(key);
      await expect.poll(view).not.toBe(before);
    }
    await page.keyboard.press('0');
    await expect.poll(view).toBe(whole);
  });

  it('shows a chosen rack beside the map and keeps the choice in the address', async () => {
    await map().focus();
    await page.keyboard.press('j');
    await panel('R01').getByText('4 of 4').waitFor();
    await panel('R01')
      .getByText(/^1\.60?\skW$/)
      .waitFor();
    await panel('R01')
      .getByText(/of 2(\.0+)?\skW budget/)
      .waitFor();
    expect(address('rack')).not.toBeNull();
    await page.keyboard.press('j');
    await panel('R02').waitFor();
    await page.reload();
    await panel('R02').getByText('4 of 4').waitFor();
    await map().focus();
    await page.keyboard.press('Escape');
    await panel('R02').waitFor({ state: 'detached' });
    expect(address('rack')).toBeNull();
  });

  it('opens the rack under a press', async () => {
    const note = map().getByText(/· GPU \d · R0\d/);
    const at = await pointUntil(note);
    if (!at) throw new Error('no GPU was found under the pointer');
    const rack = /R0\d/.exec((await note.textContent()) ?? '')?.[0] ?? '';
    await page.mouse.click(at.x, at.y);
    await panel(rack).getByRole('link', { name: 'Open rack' }).click();
    await page.waitForURL(/\/racks\/[^/?]+$/);
    await page.goBack();
    await panel(rack).waitFor();
    await map().focus();
    await page.keyboard.press('Escape');
  });

  it('replays the last day, at a moment that can be shared', async () => {
    const slider = page.getByRole('slider', { name: 'Moment shown' });
    const at = Date.now() - 60 * minuteMs;
    await slider.fill(String(at - (at % minuteMs)));
    await expect.poll(() => address('at')).not.toBeNull();
    const past = map().getByText(new RegExp(`^GPU temperature ${pastCelsius}[.0]*\\s°C$`));
    await expect
      .poll(async () => (await pointUntil(past)) !== null, { timeout: 20_000 })
      .toBe(true);
    await page.reload();
    await expect
      .poll(async () => (await pointUntil(past)) !== null, { timeout: 20_000 })
      .toBe(true);
    await page.getByRole('button', { name: 'Play the last day' }).click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Live' }).click();
    expect(address('at')).toBeNull();
    const live = map().getByText(/GPU temperature [\d.]+\s°C, .* old/);
    await expect
      .poll(async () => (await pointUntil(live)) !== null, { timeout: 20_000 })
      .toBe(true);
  });

  it('has the same racks as a table', async () => {
    await page.getByRole('button', { name: 'Table of racks' }).click();
    for (const rack of racks) await page.getByRole('cell', { name: rack, exact: true }).waitFor();
    await page.getByRole('button', { name: 'Map', exact: true }).click();
    await map().waitFor();
  });

  it.each([
    { name: 'a desk', width: 1440, height: 900 },
    { name: 'a phone', width: 390, height: 844 },
  ])('is accessible and fits $name', async ({ width, height }) => {
    await page.setViewportSize({ width, height });
    await page.goto(`${isotherm.url}/racks`);
    await map().focus();
    await page.keyboard.press('j');
    await panel('R01').getByText('4 of 4').waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    const overflow = () => document.documentElement.scrollWidth - window.innerWidth;
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
  });

  it('had no error on any console', () => {
    expect(problems).toEqual([]);
  });

  /** Goes over the map until the note under the pointer reads so. @returns where, null nowhere */
  async function pointUntil(note: ReturnType<Page['getByText']>) {
    const box = await map().boundingBox();
    if (!box) return null;
    for (let part = 4; part < 36; part += 1) {
      for (const share of [0.5, 0.6, 0.7]) {
        const at = { x: box.x + (box.width * part) / 40, y: box.y + box.height * share };
        await page.mouse.move(at.x, at.y);
        if ((await note.count()) > 0 && (await note.first().isVisible())) return at;
      }
    }
    return null;
  }

  /** How many different colours the map of cells has. */
  function coloursOnMap(): Promise<number> {
    return map()
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const context = canvas.getContext('2d');
        const { data } = context?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        const colours = new Set<number>();
        for (let at = 0; at < data.length; at += 4) {
          colours.add((data[at] ?? 0) * 65_536 + (data[at + 1] ?? 0) * 256 + (data[at + 2] ?? 0));
        }
        return colours.size;
      });
  }

  async function makeHall(): Promise<void> {
    const site = await send('POST', '/sites', { name: 'North' });
    for (const name of racks) {
      const place = { siteId: site.id, room: 'Hall 1', row: 'A', name, powerBudgetWatts: 2000 };
      const { id: rackId } = await send('POST', '/racks', place);
      for (let at = 0; at < hostsOfRack; at += 1) {
        const host = `node-${name}-${at}`;
        await send('PUT', '/placements', { host, rackId, positionU: 1 + at * 8, heightU: 8 });
      }
    }
  }

  async function send(method: string, path: string, body: object): Promise<{ id: string }> {
    const response = await fetch(`${isotherm.url}/api/v1${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${testTokens.admin}` },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    // The shapes are those of the inventory API's own tests.
    return (await response.json()) as { id: string };
  }

  async function writeHistory(): Promise<void> {
    const nowMs = Date.now();
    for (let agoMs = 90 * minuteMs; agoMs > minuteMs; agoMs -= minuteMs) {
      await writeLines(
        isotherm.url,
        linesAt(nowMs - agoMs, () => pastCelsius),
      );
    }
  }

  /** What agents do, until the suite ends. */
  async function pushEverySecond(): Promise<void> {
    while (!ended.signal.aborted) {
      await writeLines(
        isotherm.url,
        linesAt(Date.now(), (rack) => 45 + rack * 10),
      );
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
});

function linesAt(timeMs: number, celsius: (rack: number) => number): string[] {
  return racks.flatMap((name, rack) =>
    Array.from({ length: hostsOfRack }, (_, at) => {
      const host = `node-${name}-${at}`;
      const gpus = [0, 1].map((index) => {
        const tags = `host=${host},gpu=GPU-${host}-${index},index=${index},simulated=true`;
        const values = `temperature_celsius=${celsius(rack)},power_watts=400,utilization_ratio=0.9`;
        return `gpu,${tags} ${values} ${timeMs}000000`;
      });
      return [`host,host=${host},simulated=true uptime_seconds=60 ${timeMs}000000`, ...gpus];
    }).flat(),
  );
}
