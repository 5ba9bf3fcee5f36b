import { formatDuration } from './duration.ts';
import { smallFlow, unitSymbol, type DisplayUnit } from './value.ts';

/**
 * Labels of an axis: one prefix for all of them, and just enough decimals to tell them apart.
 * The prefix stands on every label, the unit itself only where it is short.
 */
export function formatTicks(values: readonly number[], unit: DisplayUnit): string[] {
  if (unit === 'seconds') {
    return values.map((value) => (value === 0 ? '0' : formatDuration(value)));
  }
  const { divisor, suffix } = scaleOf(values, unit);
  const scaled = values.map((value) => value / divisor);
  const digits = decimals(scaled);
  return scaled.map((value) => {
    if (value === 0) return '0';
    const text = value.toFixed(digits).replace('-', '−');
    return suffix === '' ? text : `${text}\u00a0${suffix}`;
  });
}

/** Steps an axis may take, so that its labels are round in the unit as it is shown. */
export function tickSteps(unit: DisplayUnit): number[] | null {
  if (unit === 'bytes') return powers(2, 60);
  if (unit === 'count') return powers(10, 15).flatMap((step) => [step, 2 * step, 5 * step]);
  return null;
}

const prefixes = [
  { divisor: 1e15, prefix: 'P' },
  { divisor: 1e12, prefix: 'T' },
  { divisor: 1e9, prefix: 'G' },
  { divisor: 1e6, prefix: 'M' },
  { divisor: 1e3, prefix: 'k' },
  { divisor: 1, prefix: '' },
  { divisor: 1e-3, prefix: 'm' },
  { divisor: 1e-6, prefix: 'µ' },
];

const longestSymbol = 3;

function scaleOf(
  values: readonly number[],
  unit: DisplayUnit,
): { readonly divisor: number; readonly suffix: string } {
  const largest = Math.max(0, ...values.map(Math.abs));
  const symbol = unitSymbol(unit);
  if (unit === 'ratio') return { divisor: 0.01, suffix: '%' };
  if (unit === 'celsius') return { divisor: 1, suffix: '°C' };
  if (unit === 'bytes') return binaryScale(largest);
  if (unit === 'cubic_meters_per_second') {
    return largest < smallFlow ? { divisor: 0.001, suffix: 'L/s' } : { divisor: 1, suffix: '' };
  }
  const fits = prefixes.find((each) => largest >= each.divisor);
  const { divisor, prefix } = fits ?? { divisor: 1, prefix: '' };
  // Losses and plain counts are not measured in thousandths of something.
  if (symbol === '' && divisor < 1) return { divisor: 1, suffix: '' };
  return { divisor, suffix: `${prefix}${symbol.length <= longestSymbol ? symbol : ''}` };
}

function binaryScale(largest: number): { readonly divisor: number; readonly suffix: string } {
  const suffixes = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const step = Math.min(suffixes.length - 1, largest < 1 ? 0 : Math.floor(Math.log2(largest) / 10));
  return { divisor: 1024 ** step, suffix: suffixes[step] ?? 'B' };
}

function decimals(values: readonly number[]): number {
  for (let digits = 0; digits < 6; digits += 1) {
    const factor = 10 ** digits;
    if (values.every((value) => Math.abs(value * factor - Math.round(value * factor)) < 1e-6)) {
      return digits;
    }
  }
  return 2;
}

function powers(base: number, count: number): number[] {
  return Array.from({ length: count }, (_, exponent) => base ** exponent);
}
