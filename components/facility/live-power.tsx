'use client';

import { useRef } from 'react';
import { formatValue } from '#lib/format/value.ts';
import type { PowerUnit } from '#lib/model/facility-report.ts';
import { useLiveFrame } from '#components/live/use-live-frame.ts';
import { plantFreshMs } from './plant-lines.ts';

/** The power of several units together, as it is now; each is the sum of its own group of sensors. */
export function LivePower({ units }: { units: readonly PowerUnit[] }) {
  const number = useRef<HTMLSpanElement>(null);
  const symbol = useRef<HTMLSpanElement>(null);
  const told = units.filter(({ powerGroup }) => powerGroup !== null);
  const wanted = new Set(told.map(({ device, powerGroup }) => `${powerGroup} ${device}`));
  const groups = [...new Set(told.flatMap(({ powerGroup }) => powerGroup ?? []))];
  const question = {
    measurement: 'facility',
    fields: ['value'],
    match: { kind: ['power'], group: groups },
  };
  useLiveFrame(
    groups.length === 0 ? null : question,
    ({ layout, columns, sampleTimesMs, timeMs }) => {
      const [values] = columns;
      let sum = 0;
      let count = 0;
      layout.entities.forEach((entity, place) => {
        const value = values?.[place] ?? Number.NaN;
        const isFresh = (sampleTimesMs[place] ?? 0) >= timeMs - plantFreshMs;
        if (Number.isNaN(value) || !isFresh) return;
        if (!wanted.has(`${entity['group']} ${entity['device']}`)) return;
        sum += value;
        count += 1;
      });
      write(number.current, symbol.current, count === 0 ? null : sum);
    },
  );
  const known = told.flatMap(({ powerWatts }) => powerWatts ?? []);
  const initial = known.length === 0 ? null : known.reduce((sum, watts) => sum + watts, 0);
  const formatted = formatValue(initial, 'watts');
  return (
    <span className="whitespace-nowrap tabular-nums">
      <span ref={number}>{formatted.text}</span>
      <span ref={symbol} className="text-lg font-normal tracking-normal text-faint">
        {formatted.unit === '' ? '' : `\u00a0${formatted.unit}`}
      </span>
    </span>
  );
}

function write(number: HTMLElement | null, symbol: HTMLElement | null, watts: number | null): void {
  const { text, unit } = formatValue(watts, 'watts');
  if (number) number.textContent = text;
  if (symbol) symbol.textContent = unit === '' ? '' : `\u00a0${unit}`;
}
