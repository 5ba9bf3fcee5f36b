import { AxeBuilder } from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../simulator/browser.ts';
import {
  startAgent,
  startIsotherm,
  type RunningAgent,
  type RunningIsotherm,
} from '../simulator/isotherm.ts';
import { repositoryRoot } from '../simulator/process.ts';
import { parseRecording } from '../simulator/snmp/recording.ts';
import { startResponder, type Responder } from '../simulator/snmp/responder.ts';
import { simulateDevice } from '../simulator/snmp/simulated-device.ts';
import { openAdministratorPage } from './administrator-page.ts';

const recording = path.join(repositoryRoot, 'tests/simulator/snmp/recordings/rack-switch.rec');
const community = 'community-of-a-test';
const poller = 'gpu-node-01';

/** A device that a real agent polls, from the first click to its removal. */
describe('a device added by the page', () => {
  let isotherm: RunningIsotherm;
  let agent: RunningAgent;
  let responder: Responder;
  let browser: Browser;
  let page: Page;
  let problems: readonly string[] = [];

  beforeAll(async () => {
    const device = simulateDevice(parseRecording(readFileSync(recording, 'utf8')));
    responder = await startResponder(new Map([[community, device]]));
    browser = await startBrowser();
    isotherm = await startIsotherm();
    agent = startAgent(isotherm.url, { ISOTHERM_AGENT_HOST: poller });
    ({ page, problems } = await openAdministratorPage(browser, isotherm));
  });

  afterAll(async () => {
    await browser.close();
    await agent.stop();
    await responder.close();
    await isotherm.stop();
  });

  const open = (where: string) => page.goto(`${isotherm.url}${where}`);
  /** The columns of the table below have the same names. */
  const field = (label: string) => page.getByRole('dialog').getByLabel(label, { exact: true });
  const result = () => page.getByRole('status', { name: 'Result of the test' });
  const expectReadable = async (): Promise<void> => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.target])).toEqual([]);
  };

  it('says how to begin where nothing is polled', async () => {
    await open('/devices');
    await page.getByText('bin/isotherm snmp read').waitFor();
    await page.getByRole('link', { name: 'Add a device' }).click();
    await page.waitForURL('**/settings/devices');
    // The agent's channel opens in its own time.
    await expect
      .poll(
        async () => {
          await page.reload();
          await page.getByRole('button', { name: 'Add device' }).click();
          return field('Polled by the agent of').textContent();
        },
        { timeout: 30_000 },
      )
      .toBe(poller);
  });

  it('says in a sentence why a device cannot be read', async () => {
    await field('Name').fill('rack-switch');
    await field('Address').fill('127.0.0.1');
    await field('Port').fill(String(responder.port));
    await field('Every, seconds').fill('5');
    await field('Community').fill('not the one');
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await result()
      .getByText(/no answer/)
      .waitFor({ timeout: 30_000 });
    await expectReadable();
  });

  it('shows what was recognised before it is saved, and then its interfaces', async () => {
    await field('Community').fill(community);
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await result()
      .getByText(/Recognised as/)
      .waitFor({ timeout: 30_000 });
    await result().getByText('4 × interface').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('rack-switch was added').waitFor();
    const row = page.getByRole('table', { name: 'Polled devices' }).getByRole('row').nth(1);
    await row.getByText('v2c').waitFor();
    expect(await page.content()).not.toContain(community);
    await row.getByRole('link', { name: 'rack-switch' }).click();
    const ports = page.getByRole('table', { name: 'Interfaces of rack-switch' });
    const port = ports.getByRole('row').filter({ hasText: 'Eth1' });
    await port.getByText(/1\.00\s*Gbit/).waitFor({ timeout: 30_000 });
    await page.getByText(poller).first().waitFor();
  });

  it('finds devices by their addresses and says which are polled already', async () => {
    await open('/settings/devices');
    await page.getByRole('button', { name: 'Discover' }).click();
    await field('Addresses').fill('127.0.0.1-4');
    await page.getByText('4 addresses, at least').waitFor();
    await field('Ports').fill(String(responder.port));
    await field('Community').fill(community);
    await page.getByRole('button', { name: 'Look for devices' }).click();
    await page.getByText(/4 of 4 addresses and ports asked, 1 device found/).waitFor({
      timeout: 30_000,
    });
    await page.getByText('polled already as rack-switch').waitFor();
    await expectReadable();
    await page.keyboard.press('Escape');
  });

  it('changes it without asking for its secret again', async () => {
    await page.getByRole('button', { name: 'Edit rack-switch' }).click();
    await page.getByText('Credentials: v2c').waitFor();
    await field('Every, seconds').fill('10');
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await result()
      .getByText(/Recognised as/)
      .waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('rack-switch was changed').waitFor();
    await page.getByRole('row').filter({ hasText: 'rack-switch' }).getByText('10\u00a0s').waitFor();
  });

  it('adds what is chosen from a preview, once it was removed', async () => {
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: 'Remove rack-switch' }).click();
    await page.getByText('rack-switch was removed').waitFor();
    await page.getByRole('button', { name: 'Edit rack-switch' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Discover' }).click();
    await field('Addresses').fill('127.0.0.1');
    await field('Ports').fill(String(responder.port));
    await field('Community').fill(community);
    await page.getByRole('button', { name: 'Look for devices' }).click();
    const name = page.getByLabel('Name of 127.0.0.1');
    await name.waitFor({ timeout: 30_000 });
    expect(await name.inputValue()).toBe('row-a-switch-1');
    await page.getByRole('button', { name: 'Add 1 device' }).click();
    await page.getByText('row-a-switch-1 was added').waitFor();
  });

  it('had no error on any console', () => {
    expect(problems).toEqual([]);
  });
});
