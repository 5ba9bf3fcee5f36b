'use client';

import dynamic from 'next/dynamic';
import { formatText, type DisplayUnit } from '#lib/format/value.ts';

// By its own path, and only where one is shown: the package's index brings 230 KiB of charts along.
const TremorBarList = dynamic(
  () =>
    import('@tremor/react/dist/components/vis-elements/BarList/BarList.js').then(
      (module) => module.BarList,
    ),
  { loading: () => <div className="skeleton h-40" />, ssr: false },
);

export interface BarListItem {
  readonly key: string;
  readonly name: string;
  readonly value: number;
  readonly href?: string;
}

/** Names with bars, longest first: who has the most of something. */
export function BarList({
  items,
  unit,
  label,
}: {
  items: readonly BarListItem[];
  unit: DisplayUnit;
  label: string;
}) {
  return (
    <div role="group" aria-label={label}>
      <TremorBarList
        aria-sort={undefined}
        data={items.map((item) => ({ ...item, target: '_self' }))}
        valueFormatter={(value: number) => formatText(value, unit)}
      />
    </div>
  );
}
