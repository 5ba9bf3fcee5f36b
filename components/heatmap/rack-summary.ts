import type { FrameUpdate } from '#components/live/frame-book.ts';
import { staleAfterMs } from './cell-picture.ts';

export interface HotGpu {
  readonly host: string;
  readonly gpu: string;
  readonly index: string;
  readonly celsius: number;
  readonly watts: number | null;
}

/** A rack's GPUs as one; null where none of them tells. */
export interface RackSummary {
  readonly gpus: number;
  /** Those with a sample not older than `staleAfterMs`. */
  readonly reporting: number;
  readonly powerWatts: number | null;
  readonly hottestCelsius: number | null;
  readonly busyRatio: number | null;
  readonly top: readonly HotGpu[];
}

/** @param update of temperature, power and utilisation, in this order */
export function summarizeRack(
  update: Pick<FrameUpdate, 'sampleTimesMs' | 'timeMs' | 'columns'> & {
    readonly layout: Pick<FrameUpdate['layout'], 'entities'>;
  },
  topCount: number,
): RackSummary {
  const [celsius, watts, busy] = update.columns;
  const { entities } = update.layout;
  const current = [...update.sampleTimesMs.keys()].filter(
    (row) => update.timeMs - (update.sampleTimesMs[row] ?? Number.NaN) <= staleAfterMs,
  );
  const values = (column: Float32Array | undefined): number[] =>
    current.map((row) => column?.[row] ?? Number.NaN).filter((value) => !Number.isNaN(value));
  const [temperatures, powers, shares] = [values(celsius), values(watts), values(busy)];
  const top = current
    .filter((row) => !Number.isNaN(celsius?.[row] ?? Number.NaN))
    .sort((one, other) => (celsius?.[other] ?? 0) - (celsius?.[one] ?? 0))
    .slice(0, topCount);
  return {
    gpus: entities.length,
    reporting: current.length,
    powerWatts: powers.length === 0 ? null : sum(powers),
    hottestCelsius: temperatures.length === 0 ? null : Math.max(...temperatures),
    busyRatio: shares.length === 0 ? null : sum(shares) / shares.length,
    top: top.map((row) => {
      const tags = entities[row] ?? {};
      const power = watts?.[row] ?? Number.NaN;
      return {
        host: tags['host'] ?? '',
        gpu: tags['gpu'] ?? '',
        index: tags['index'] ?? '',
        celsius: celsius?.[row] ?? Number.NaN,
        watts: Number.isNaN(power) ? null : power,
      };
    }),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
