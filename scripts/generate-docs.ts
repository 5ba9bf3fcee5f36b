// Writes the documents that are made from code; with --check says whether they are up to date.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { exampleCollector } from '#collectors/example/collector.ts';
import { registry } from '#collectors/registry.ts';
import { measurements } from '#lib/metrics/catalogue.ts';
import { renderDifferences, renderPrometheus } from '#lib/metrics/prometheus/reference.ts';
import { renderReadme, renderReference } from '#lib/metrics/reference.ts';

const begin = '<!-- Between these lines: written by `npm run docs` from metrics.ts. -->';
const end = '<!-- End of what is written by `npm run docs`. -->';

interface Document {
  readonly path: string;
  /** The whole new text, made from the text that is there. */
  readonly render: (found: string) => string;
}

const documents: Document[] = [
  { path: 'docs/metrics.md', render: () => renderReference(measurements) },
  {
    path: 'docs/prometheus.md',
    render: (found) =>
      replaceSection(
        found,
        `${renderPrometheus()}\n\n### Not quite the same\n\n${renderDifferences()}`,
      ),
  },
  ...[...registry, exampleCollector].map(({ name, metrics }) => ({
    path: `collectors/${name}/README.md`,
    render: (found: string) => replaceSection(found, renderReadme(metrics)),
  })),
];

for (const document of documents) {
  const file = fileURLToPath(new URL(`../${document.path}`, import.meta.url));
  const options = await resolveConfig(file);
  const found = await readFile(file, 'utf8').catch(() => '');
  const wanted = await format(document.render(found), { ...options, parser: 'markdown' });
  if (found === wanted) continue;
  if (process.argv.includes('--check')) {
    console.error(`${document.path} differs from the code it is made from: run npm run docs`);
    process.exitCode = 1;
  } else {
    await writeFile(file, wanted);
  }
}

function replaceSection(text: string, section: string): string {
  const [before] = text.split(begin);
  const [, after] = text.split(end);
  if (before === undefined || after === undefined) return text;
  return `${before}${begin}\n\n${section}\n\n${end}${after}`;
}
