/** A page of the text format, read back the way its specification says. */
export interface ParsedPage {
  readonly families: ReadonlyMap<string, { readonly type: string; readonly help: string }>;
  readonly samples: readonly ParsedSample[];
}

export interface ParsedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** @throws Error naming the first line that is none of the format's */
export function parsePage(page: string): ParsedPage {
  const families = new Map<string, { type: string; help: string }>();
  const samples: ParsedSample[] = [];
  if (page !== '' && !page.endsWith('\n')) throw new Error('the last line has no end');
  for (const line of page.split('\n').slice(0, -1)) {
    const help = /^# HELP (\S+) (.*)$/.exec(line);
    const type = /^# TYPE (\S+) (counter|gauge)$/.exec(line);
    if (help?.[1] !== undefined) families.set(help[1], { type: '', help: help[2] ?? '' });
    else if (type?.[1] !== undefined) setType(families, type[1], type[2] ?? '');
    else samples.push(parseSample(line));
  }
  return { families, samples };
}

function setType(
  families: Map<string, { type: string; help: string }>,
  name: string,
  type: string,
) {
  const family = families.get(name);
  if (!family || family.type !== '') throw new Error(`${name}: TYPE without HELP, or twice`);
  family.type = type;
}

function parseSample(line: string): ParsedSample {
  const [, name, labels, value] = /^([a-zA-Z_:][\w:]*)\{(.*)\} (\S+)$/s.exec(line) ?? [];
  if (name === undefined || labels === undefined || value === undefined) {
    throw new Error(`not a sample: ${line}`);
  }
  return { name, labels: parseLabels(labels), value: Number(value.replace('Inf', 'Infinity')) };
}

const label = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/gy;

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let end = 0;
  for (const [whole, name = '', value = ''] of text.matchAll(label)) {
    if (name in labels) throw new Error(`label ${name} twice: ${text}`);
    labels[name] = value.replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));
    end += whole.length;
  }
  if (end !== text.length) throw new Error(`not labels: ${text.slice(end)}`);
  return labels;
}
