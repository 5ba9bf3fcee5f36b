import { formatText } from '#lib/format/value.ts';
import type { Measurement } from './benchmark.ts';

const ratio = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

const widths = [12, 28, 18, 34, 10, 0];

export const tableHead = tableRow([
  'benchmark',
  'what',
  'rate',
  'reference',
  'ratio',
  'range of the ratio',
]);

export function measurementRow(benchmark: string, measurement: Measurement): string {
  const { what, unit, value, reference, ratioRange } = measurement;
  const rate = (amount: number) => formatText(amount, unit).replaceAll('\u00a0', ' ');
  return tableRow([
    benchmark,
    what,
    rate(value),
    `${reference.what} ${rate(reference.value)}`,
    `${ratio.format(measurement.ratio)}×`,
    `${ratioRange.map((end) => ratio.format(end)).join(' to ')} in ${measurement.rounds} rounds`,
  ]);
}

function tableRow(cells: readonly string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(widths[index] ?? 0))
    .join(' ')
    .trimEnd();
}
