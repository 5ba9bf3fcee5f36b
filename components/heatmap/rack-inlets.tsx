'use client';

import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { formatText } from '#lib/format/value.ts';
import { useLiveFrame } from '#components/live/use-live-frame.ts';

interface Probe {
  readonly key: string;
  readonly label: string;
}

/** From cold aisle to what no inlet may be, degrees Celsius. */
const axis = { from: 15, to: 45 } as const;
const share = (celsius: number): number =>
  Math.min(1, Math.max(0, (celsius - axis.from) / (axis.to - axis.from)));

/** Air at the rack as its own probes feel it, one under the other on one scale. */
export function RackInlets({ devices }: { devices: readonly string[] }) {
  const [probes, setProbes] = useState<readonly Probe[]>([]);
  const list = useRef<HTMLUListElement>(null);
  const known = useRef<object | null>(null);
  const newest = useRef<Float32Array | undefined>(undefined);
  const draw = (): void => {
    for (const [index, row] of [...(list.current?.children ?? [])].entries()) {
      drawProbe(row, newest.current?.[index] ?? Number.NaN);
    }
  };
  const redraw = useEffectEvent(draw);
  // Rows stand only after the frame that named them, and the next may be a poll away.
  useEffect(() => redraw(), [probes]);
  useLiveFrame(
    devices.length === 0
      ? null
      : {
          measurement: 'facility',
          fields: ['value'],
          match: { device: [...devices], kind: ['temperature'], group: ['environment'] },
          maxHz: 1,
        },
    ({ layout, columns: [values] }) => {
      if (known.current !== layout) {
        known.current = layout;
        setProbes(layout.entities.map(probeOf));
      }
      newest.current = values;
      draw();
    },
  );
  return (
    <section>
      <h3 className="mb-1 text-xs text-muted">Air at the rack</h3>
      {probes.length === 0 ? (
        <p className="text-sm text-faint">
          No probe is known to hang here. Put a device into this rack, or name the rack in its
          location.
        </p>
      ) : (
        <ul ref={list} className="flex flex-col gap-1.5 text-sm">
          {probes.map(({ key, label }) => (
            <li key={key} className="grid grid-cols-[7rem_1fr_4rem] items-center gap-2">
              <span className="truncate">{label}</span>
              <span aria-hidden className="relative h-2 rounded-full bg-raised">
                <span className="absolute inset-y-0 left-0 rounded-full bg-series-1" />
              </span>
              <span className="text-right tabular-nums">–</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function probeOf(tags: Readonly<Record<string, string>>): Probe {
  const { device = '', sensor = '' } = tags;
  return { key: `${device} ${sensor}`, label: sensor };
}

function drawProbe(row: Element, celsius: number): void {
  const [, scale, text] = row.children;
  const bar = scale?.firstElementChild;
  const isGap = Number.isNaN(celsius);
  if (text) text.textContent = formatText(isGap ? null : celsius, 'celsius');
  if (bar instanceof HTMLElement) bar.style.width = isGap ? '0' : `${share(celsius) * 100}%`;
}
