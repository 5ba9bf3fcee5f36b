import { startBrowser } from './simulator/browser.ts';
const [url, setup, ...paths] = process.argv.slice(2);
const browser = await startBrowser();
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const page = await context.newPage();
const problems: string[] = [];
page.on('pageerror', (e) => problems.push(`${page.url()}: ${e.message}`));
page.on('console', (m) => { if (m.type() === 'error') problems.push(`${page.url()}: ${m.text()}`); });
if (setup?.startsWith('http')) {
  await page.goto(setup);
  await page.getByLabel('Password', { exact: true }).fill('a sentence for the tests');
  await page.getByLabel('Password again').fill('a sentence for the tests');
  await page.getByRole('button', { name: 'Create administrator' }).click();
} else {
  await page.goto(url + '/sign-in');
  await page.getByLabel('Username').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill('a sentence for the tests');
  await page.getByRole('button', { name: 'Sign in' }).click();
}
await page.waitForURL('**/overview');
for (const [i, path] of paths.entries()) {
  await page.goto(url + path, { waitUntil: 'domcontentloaded' });
  await page.waitForTimeout(9000);
  await page.screenshot({ path: `/tmp/sim-shot-${i}.png`, fullPage: true });
}
console.log(problems.join('\n'));
await context.storageState({ path: '/tmp/sim-state.json' });
await browser.close();
