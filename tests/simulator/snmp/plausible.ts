/**
 * What devices show, in the unit they show it in: [from, to, base units in one]. Written down apart
 * from the units of the reader on purpose, so that a wrong factor there is seen.
 */
const plausible: Readonly<Record<string, readonly [from: number, to: number, base: number]>> = {
  'power W': [50, 4000, 1],
  'power kW': [1, 20, 1000],
  'power mW': [100, 900, 0.001],
  'apparent_power VA': [60, 4200, 1],
  'apparent_power kVA': [1, 20, 1000],
  'power_factor ': [0.82, 0.99, 1],
  'power_factor ratio': [0.82, 0.99, 1],
  'power_factor %': [82, 99, 0.01],
  'energy Wh': [10_000, 900_000, 3600],
  'energy kWh': [100, 9000, 3_600_000],
  'energy MWh': [1, 90, 3_600_000_000],
  'energy J': [10_000, 900_000, 1],
  'current A': [1, 30, 1],
  'current mA': [500, 30_000, 0.001],
  'current uA': [5000, 90_000, 0.000001],
  'voltage V': [110, 240, 1],
  'voltage mV': [900, 240_000, 0.001],
  'frequency Hz': [49, 60, 1],
  'temperature C': [18, 45, 1],
  'temperature F': [65, 110, NaN],
  'temperature K': [290, 320, NaN],
  'humidity %': [25, 60, 0.01],
  'humidity ratio': [0.25, 0.6, 1],
  'load %': [5, 80, 0.01],
  'load ratio': [0.05, 0.8, 1],
  'charge %': [70, 100, 0.01],
  'runtime s': [300, 3000, 1],
  'runtime min': [5, 60, 60],
  'runtime h': [1, 5, 3600],
  'runtime ticks': [30_000, 300_000, 0.01],
  'fan_speed rpm': [1500, 9000, 0.016666666667],
  'fan_ratio %': [20, 90, 0.01],
  'waterflow L/min': [10, 120, 0.000016666666667],
  'waterflow L/s': [1, 3, 0.001],
  'waterflow m3/h': [1, 9, 0.00027777777778],
  'waterflow gpm': [3, 30, 0.0000630901964],
  'airflow m3/min': [1, 9, 0.016666666667],
  'airflow m3/h': [200, 5000, 0.00027777777778],
  'airflow cfm': [100, 3000, 0.00047194745],
  'airflow L/s': [50, 900, 0.001],
  'pressure Pa': [10, 90, 1],
  'pressure hPa': [950, 1030, 100],
  'pressure mbar': [950, 1030, 100],
  'pressure kPa': [90, 300, 1000],
  'pressure bar': [1, 6, 100_000],
  'pressure psi': [10, 60, 6894.757],
};

export interface Encoded {
  /** As the device sends it. */
  readonly raw: number;
  /** As it has to be read. */
  readonly value: number;
}

/** `current 0.1 A` and a place between 0 and 1 in the plausible range → number and its meaning. */
export function encode(measure: string, place: number, divisor = 1): Encoded {
  const [, kind = '', step = '1', unit = ''] =
    /^(\S+)(?: ([\d.]+))?(?: (\S+))?$/.exec(measure) ?? [];
  const known = plausible[`${kind} ${unit}`];
  if (known === undefined) throw new Error(`no plausible value for ${measure}`);
  const [from, to, base] = known;
  const raw = Math.round(((from + (to - from) * place) / Number(step)) * divisor);
  const shown = (raw * Number(step)) / divisor;
  return { raw, value: Number(inBase(unit, shown, base).toPrecision(9)) };
}

function inBase(unit: string, shown: number, base: number): number {
  if (unit === 'F') return ((shown - 32) * 5) / 9;
  return unit === 'K' ? shown - 273.15 : shown * base;
}
