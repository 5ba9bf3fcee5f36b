import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../simulator/browser.ts';
import { startInflux, type InfluxServer } from '../simulator/influxd.ts';
import {
  startAgent,
  startIsotherm,
  testTokens,
  type RunningAgent,
  type RunningIsotherm,
} from '../simulator/isotherm.ts';
import { temporaryDirectory } from '../simulator/process.ts';

/** The same pages over InfluxDB: samples live there, whoever wrote them. */
describe('with INFLUX_URL', () => {
  const folder = temporaryDirectory('isotherm-influx-e2e-');
  let influx: InfluxServer;
  let isotherm: RunningIsotherm;
  let browser: Browser;
  const agents: RunningAgent[] = [];

  beforeAll(async () => {
    influx = await startInflux();
    isotherm = await startIsotherm({ environment: { INFLUX_URL: influx.url } });
    browser = await startBrowser();
    agents.push(startAgent(isotherm.url, { ISOTHERM_AGENT_HOST: 'through-the-server' }));
    agents.push(startDirectAgent());
  });

  afterAll(async () => {
    await browser.close();
    await Promise.all(agents.map((agent) => agent.stop()));
    await isotherm.stop();
    await influx.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps what an agent sends in that database under the contracted names', async () => {
    await expect
      .poll(() => ask(`SELECT LAST(cpu_ratio) FROM host WHERE host = 'through-the-server'`), {
        timeout: 60_000,
      })
      .toContain('"host"');
    expect(await ask('SHOW MEASUREMENTS')).toContain('"host_network"');
  });

  it('shows an agent that pushes straight to the database live in the pages', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(isotherm.setupLink ?? 'no link was printed');
    await page.getByLabel('Password', { exact: true }).fill('a sentence for the tests');
    await page.getByLabel('Password again').fill('a sentence for the tests');
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await page.waitForURL('**/overview');
    await expect.poll(() => newestSampleMs('straight-to-influx'), { timeout: 60_000 }).not.toBe(0);
    const before = await newestSampleMs('straight-to-influx');
    await expect
      .poll(() => newestSampleMs('straight-to-influx'), { timeout: 15_000 })
      .toBeGreaterThan(before);
    await page.goto(`${isotherm.url}/hosts/straight-to-influx`);
    await page.getByText('straight-to-influx').first().waitFor();
    await page
      .getByText(/\d+ processors?,/)
      .first()
      .waitFor();
  });

  function startDirectAgent(): RunningAgent {
    const config = path.join(folder, 'agent.json');
    const settings = { host: 'straight-to-influx', influx: { url: influx.url } };
    writeFileSync(config, JSON.stringify(settings), { mode: 0o600 });
    return startAgent(null, {}, ['--config', config]);
  }

  async function ask(query: string): Promise<string> {
    const response = await fetch(`${influx.url}/query?db=isotherm&q=${encodeURIComponent(query)}`);
    return response.text();
  }

  async function newestSampleMs(host: string): Promise<number> {
    const response = await fetch(
      `${isotherm.url}/api/v1/latest?measurement=host&fields=cpu_ratio&match=host:${host}`,
      { headers: { Authorization: `Bearer ${testTokens.admin}` } },
    );
    // The shape is that of the read API's own tests.
    const { items } = (await response.json()) as { items: { time: number }[] };
    return items[0]?.time ?? 0;
  }
});
