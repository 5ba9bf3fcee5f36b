// Writes the documents that are made from code; with --check says whether they are up to date.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { measurements } from '#lib/metrics/catalogue.ts';
import { renderReference } from '#lib/metrics/reference.ts';

const documents = [{ path: 'docs/metrics.md', render: () => renderReference(measurements) }];

for (const document of documents) {
  const file = fileURLToPath(new URL(`../${document.path}`, import.meta.url));
  const options = await resolveConfig(file);
  const wanted = await format(document.render(), { ...options, parser: 'markdown' });
  const found = await readFile(file, 'utf8').catch(() => '');
  if (found === wanted) continue;
  if (process.argv.includes('--check')) {
    console.error(`${document.path} differs from the code it is made from: run npm run docs`);
    process.exitCode = 1;
  } else {
    await writeFile(file, wanted);
  }
}
