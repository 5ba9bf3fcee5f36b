/** Text format 0.0.4 of Prometheus: what every version of it reads. */
export const expositionType = 'text/plain; version=0.0.4; charset=utf-8';

/** A metric family: one name, one meaning, any number of series. */
export interface Family {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
}

/** One series of a family: `labels` as `encodeLabels` wrote them. */
export interface Sample {
  readonly labels: string;
  readonly value: number;
}

/** A chunk is large enough for one write and small enough to wait in memory. */
const chunkLength = 64 * 1024;

/** The family in pieces of about 64 KiB; nothing at all when it has no series. */
export function* encodeFamily(family: Family, samples: Iterable<Sample>): Generator<string> {
  const { name, type, help } = family;
  let text = '';
  let isBegun = false;
  for (const { labels, value } of samples) {
    if (!isBegun) text = `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n`;
    isBegun = true;
    text += `${name}{${labels}} ${formatValue(value)}\n`;
    if (text.length < chunkLength) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** `name="value",…`; a label without a value is the same as none and is left out. */
export function encodeLabels(labels: Iterable<readonly [string, string | undefined]>): string {
  let text = '';
  for (const [name, value] of labels) {
    if (value === undefined || value === '') continue;
    text += `${text === '' ? '' : ','}${name}="${escapeLabel(value)}"`;
  }
  return text;
}

const special = /[\\"\n\0]/g;

/** Prometheus takes a NUL for the end of the page, so it becomes the replacement character. */
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\0': '\u{fffd}',
};

function escapeLabel(value: string): string {
  return value.replace(special, (character) => escapes[character] ?? character);
}

function escapeHelp(help: string): string {
  return help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function formatValue(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
