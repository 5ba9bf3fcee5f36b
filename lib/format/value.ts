import type { Unit } from '#lib/model/metric.ts';
import { formatDuration } from './duration.ts';

/** Units that exist only on screen: rates of counters, energy as people buy it, fans as they are sold. */
export type DisplayUnit =
  | Unit
  | 'joules_per_token'
  | 'packets_per_second'
  | 'per_second'
  | 'revolutions_per_minute'
  | 'watt_hours';

/** A number ready to be typeset: the unit is set lighter than the number. */
export interface FormattedValue {
  readonly text: string;
  readonly unit: string;
}

/** What stands where a value could not be read. */
export const gap: FormattedValue = { text: '–', unit: '' };

/**
 * A value in base units as people read it: `712 W`, `4.21 MWh`, `63 °C`, `12.4 GiB`.
 * `null` and values that are not finite are a gap.
 */
export function formatValue(value: number | null | undefined, unit: DisplayUnit): FormattedValue {
  if (value === null || value === undefined || !Number.isFinite(value)) return gap;
  switch (unit) {
    case 'ratio':
      return { text: percent(value), unit: '%' };
    case 'celsius':
      return { text: fixed(value, 1), unit: '°C' };
    case 'seconds':
      return splitUnit(formatDuration(value));
    case 'bytes':
      return binary(value);
    case 'count':
    case 'none':
      return count(value);
    case 'revolutions_per_minute':
      return { text: group(Math.round(value)), unit: symbols[unit] };
    case 'cubic_meters_per_second':
      return flow(value);
    default:
      return decimal(value, symbols[unit]);
  }
}

/** The same as one string with a no-break space, for titles, tables and exports for people. */
export function formatText(value: number | null | undefined, unit: DisplayUnit): string {
  const formatted = formatValue(value, unit);
  return formatted.unit === '' ? formatted.text : `${formatted.text}\u00a0${formatted.unit}`;
}

/** The unit's bare symbol, for column heads and axis titles. */
export function unitSymbol(unit: DisplayUnit): string {
  switch (unit) {
    case 'ratio':
      return '%';
    case 'celsius':
      return '°C';
    case 'seconds':
      return 's';
    case 'bytes':
      return 'B';
    case 'count':
    case 'none':
      return '';
    default:
      return symbols[unit];
  }
}

const symbols: Record<
  Exclude<DisplayUnit, 'ratio' | 'celsius' | 'seconds' | 'bytes' | 'count' | 'none'>,
  string
> = {
  amperes: 'A',
  bits: 'bit',
  bits_per_second: 'bit/s',
  bytes_per_second: 'B/s',
  cubic_meters_per_second: 'm³/s',
  flops_per_second: 'FLOP/s',
  hertz: 'Hz',
  joules: 'J',
  joules_per_token: 'J/token',
  packets_per_second: 'pkt/s',
  pascals: 'Pa',
  per_second: '/s',
  revolutions_per_minute: 'rpm',
  samples_per_second: 'samples/s',
  steps_per_second: 'steps/s',
  tokens_per_second: 'tok/s',
  volt_amperes: 'VA',
  volts: 'V',
  watt_hours: 'Wh',
  watts: 'W',
};

const large = ['', 'k', 'M', 'G', 'T', 'P', 'E'];
const small = ['', 'm', 'µ', 'n'];

/** SI prefixes, three significant digits. */
function decimal(value: number, symbol: string): FormattedValue {
  const magnitude = Math.abs(value);
  // Less than a thousandth of a nano-unit is measurement noise of a zero.
  if (magnitude < 1e-12) return { text: '0', unit: symbol };
  let step = Math.min(large.length - 1, Math.max(0, Math.floor(Math.log10(magnitude) / 3)));
  if (magnitude >= 1) {
    // 999.7 rounds to 1000: show 1.00 k instead.
    if (step < large.length - 1 && Math.round(magnitude / 1000 ** step) >= 1000) step += 1;
    return { text: significant(value / 1000 ** step), unit: `${large[step] ?? ''}${symbol}` };
  }
  step = Math.min(small.length - 1, Math.ceil(-Math.log10(magnitude) / 3));
  if (step > 0 && Math.round(magnitude * 1000 ** step) >= 1000) step -= 1;
  return { text: significant(value * 1000 ** step), unit: `${small[step] ?? ''}${symbol}` };
}

/** Below it a flow is told in litres: a prefix would be cubed, and mm³/s are not thousandths. */
export const smallFlow = 0.1;

function flow(value: number): FormattedValue {
  if (Math.abs(value) >= smallFlow) return { text: significant(value), unit: 'm³/s' };
  return { text: significant(value * 1000), unit: 'L/s' };
}

const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

function binary(value: number): FormattedValue {
  const magnitude = Math.abs(value);
  let step = 0;
  while (step < binaryUnits.length - 1 && magnitude / 1024 ** step >= 999.5) step += 1;
  const scaled = value / 1024 ** step;
  return {
    text: step === 0 ? fixed(scaled, 0) : significant(scaled),
    unit: binaryUnits[step] ?? 'B',
  };
}

/** Whole counts keep every digit up to a million; beyond that an SI prefix. */
function count(value: number): FormattedValue {
  if (Math.abs(value) >= 1e6) return decimal(value, '');
  return { text: Number.isInteger(value) ? group(value) : fraction(value), unit: '' };
}

/** Three digits that count, also of a small loss: `0.0412`. */
function fraction(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 1000) return group(Math.round(value));
  if (magnitude >= 1) return significant(value);
  return fixed(value, Math.min(8, 2 - Math.floor(Math.log10(magnitude))));
}

/** One decimal below 10 %, none above: the digit that matters and no dancing. */
function percent(ratio: number): string {
  const value = ratio * 100;
  if (value === 0) return '0';
  return Math.abs(value) < 9.95 ? fixed(value, 1) : group(Math.round(value));
}

function significant(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude === 0) return '0';
  if (magnitude >= 99.95) return fixed(value, 0);
  return fixed(value, magnitude >= 9.995 ? 1 : 2);
}

function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  // A typographic minus is as wide as a digit in tabular figures.
  return Number(text) < 0 ? `−${text.slice(1)}` : text.replace(/^-/, '');
}

function group(value: number): string {
  const digits = Math.abs(value).toFixed(0);
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ',');
  return value < 0 ? `−${grouped}` : grouped;
}

function splitUnit(text: string): FormattedValue {
  const [number, unit, ...rest] = text.split('\u00a0');
  if (number === undefined || unit === undefined || rest.length > 0) return { text, unit: '' };
  return { text: number, unit };
}
