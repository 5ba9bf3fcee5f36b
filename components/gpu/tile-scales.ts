/** What the scales of tiles that stand side by side follow from; null = not reported. */
export interface TileNumbers {
  readonly powerWatts: number | null;
  readonly powerLimitWatts: number | null;
  readonly temperatureCelsius: number | null;
  readonly temperatureMarginCelsius: number | null;
  readonly smClockHertz: number | null;
  readonly smMaxClockHertz: number | null;
}

export interface TileScales {
  readonly power: readonly [number, number];
  readonly temperature: readonly [number, number];
  readonly clock: readonly [number, number];
  readonly utilization: readonly [number, number];
}

/** No hall is colder, and what matters lies above. */
const coldCelsius = 20;
const usualHotCelsius = 87;
/** A board that slows down may grow hotter still before it cools. */
const beyondCelsius = 8;
const headroom = 1.1;

/** One scale for all: up to the highest limit among them, or a little over what they do. */
export function tileScales(gpus: readonly TileNumbers[]): TileScales {
  const slowdown = gpus.map(({ temperatureCelsius: core, temperatureMarginCelsius: margin }) =>
    core === null || margin === null ? null : core + margin,
  );
  return {
    power: [0, limitOf(gpus, 'powerLimitWatts', 'powerWatts')],
    temperature: [coldCelsius, (largest(slowdown) ?? usualHotCelsius) + beyondCelsius],
    clock: [0, limitOf(gpus, 'smMaxClockHertz', 'smClockHertz')],
    utilization: [0, 1],
  };
}

function limitOf(
  gpus: readonly TileNumbers[],
  limit: keyof TileNumbers,
  value: keyof TileNumbers,
): number {
  const known = largest(gpus.map((gpu) => gpu[limit]));
  return known ?? (largest(gpus.map((gpu) => gpu[value])) ?? 1) * headroom;
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
