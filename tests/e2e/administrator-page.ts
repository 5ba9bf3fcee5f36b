import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { RunningIsotherm } from '../simulator/isotherm.ts';

export interface AdministratorPage {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors on the page's console, uncaught ones and refused requests, as they come. */
  readonly problems: readonly string[];
}

/** Makes the administrator by the link of a fresh server and stays signed in. */
export async function openAdministratorPage(
  browser: Browser,
  { setupLink }: RunningIsotherm,
): Promise<AdministratorPage> {
  const problems: string[] = [];
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${page.url()}: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(setupLink ?? 'no link was printed');
  await page.getByLabel('Password', { exact: true }).fill('a sentence for the tests');
  await page.getByLabel('Password again').fill('a sentence for the tests');
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await page.waitForURL('**/overview');
  return { context, page, problems };
}
