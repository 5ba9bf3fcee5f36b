'use client';

import type { DisplayUnit } from '#lib/format/value.ts';
import { LiveValue } from '#components/series/live-value.tsx';
import { plantFreshMs } from './plant-lines.ts';

/** A figure of one unit that follows the stream; the figures of a panel share its subscription. */
export function PlantValue({
  entity,
  match,
  across = 'mean',
  unit,
  factor = 1,
  initial,
  timeMs,
}: {
  entity: Readonly<Record<string, string>>;
  match: Readonly<Record<string, readonly string[]>>;
  across?: 'mean' | 'sum' | 'min' | 'max';
  unit: DisplayUnit;
  factor?: number;
  initial: number | null;
  timeMs: number | null;
}) {
  return (
    <LiveValue
      line={{
        measurement: 'facility',
        field: 'value',
        match,
        across,
        factor,
        freshMs: plantFreshMs,
      }}
      entity={entity}
      unit={unit}
      initial={initial === null ? null : initial * factor}
      initialTimeMs={timeMs ?? 0}
    />
  );
}
