import type { Sensor } from '#collectors/snmp/profile/profile.ts';
import type { Source } from '#collectors/snmp/profile/source.ts';

/** Indexes that a made-up table has rows at: as many parts as its profile looks at. */
export function rowsOf(sensor: Sensor, table: readonly Sensor[]): string[] {
  if (sensor.value.index.at === 'scalar') return ['0'];
  const sources = table.flatMap(sourcesOf);
  const positive = sources.flatMap(({ index }) =>
    index.at === 'parts' && index.to > 0 ? [index.to] : [],
  );
  const hasLast = sources.some(({ index }) => index.at === 'parts' && index.from < 0);
  const before = Array.from({ length: Math.max(hasLast ? 1 : 0, ...positive) }, () => '1');
  const prefix = hasLast ? before : before.slice(0, -1);
  return lastParts(sensor).map((last) => [...prefix, last].join('.'));
}

/** A row for every word that the profile looks for, and two at least. */
function lastParts({ meaning, when }: Sensor): string[] {
  const wanted = when.find(({ of, isIn }) => of.column === null && isIn);
  if (wanted !== undefined) return [...wanted.words];
  if (meaning.is === 'told' && meaning.by.column === null)
    return [...(meaning.by.map?.keys() ?? [])];
  const count = meaning.is === 'measure' ? 2 : wordsOf(meaning);
  return Array.from({ length: Math.max(2, count) }, (_, at) => String(at + 1));
}

function wordsOf(meaning: Exclude<Sensor['meaning'], { is: 'measure' }>): number {
  if (meaning.is === 'state') return meaning.states.size;
  return meaning.by.index.at === 'row' ? (meaning.by.map?.size ?? 0) : 0;
}

function sourcesOf(sensor: Sensor): Source[] {
  const { meaning, severity, when, name, scales } = sensor;
  return [
    ...name.flatMap((piece) => (typeof piece === 'string' ? [] : [...piece])),
    ...when.map(({ of }) => of),
    ...(severity === null ? [] : [severity]),
    ...(meaning.is === 'told' ? [meaning.by] : []),
    ...scales.flatMap((scale) => (scale.by === 'decimals' ? [scale.digits] : [])),
  ];
}

/** Index of the cell that belongs to a row; null where it depends on other values. */
export function cellOf({ index }: Source, row: string): string | null {
  switch (index.at) {
    case 'row':
      return row;
    case 'scalar':
      return '0';
    case 'first':
      return '1';
    case 'parts': {
      const parts = row.split('.');
      return index.from < 0
        ? (parts.at(index.from) ?? null)
        : parts.slice(index.from - 1, index.to).join('.');
    }
    case 'value':
      return null;
  }
}
