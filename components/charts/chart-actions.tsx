'use client';

import { Download, Link2, Table2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { toCsv } from '#lib/format/csv.ts';
import type { DisplayUnit } from '#lib/format/value.ts';
import { timeRangeBounds } from '#lib/model/time-range.ts';
import { useTimeRange } from '#components/time/use-time-range.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { downloadText } from '#components/ui/download.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { useToast } from '#components/ui/toast.tsx';
import type { ChartLine } from './chart-model.ts';
import type { SeriesBuffer } from './series-buffer.ts';

// Loaded when one is first opened.
const ChartTable = dynamic(() => import('./chart-table.tsx').then((module) => module.ChartTable), {
  loading: () => <div className="skeleton h-96" />,
  ssr: false,
});

/** What every chart can become: a table, a file, an address. */
export function ChartActions({
  title,
  unit,
  lines,
  buffer,
}: {
  title: string;
  unit: DisplayUnit;
  lines: readonly ChartLine[];
  buffer: SeriesBuffer;
}) {
  const [tableOpen, setTableOpen] = useState(false);
  const { range, hrefFor } = useTimeRange();
  const toast = useToast();

  const download = (): void => {
    const { timeMs, columns } = buffer.data();
    const rows = timeMs.map((time, row) => [
      new Date(time).toISOString(),
      ...columns.map((column) => column[row] ?? null),
    ]);
    const name = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    const header = ['time', ...lines.map((line) => `${line.label} (${unit})`)];
    downloadText(`${name}.csv`, 'text/csv', toCsv(header, rows));
  };

  const copyLink = async (): Promise<void> => {
    // A live view is shared as the moment it shows now.
    const bounds = timeRangeBounds(range, Date.now());
    const address = new URL(hrefFor({ kind: 'absolute', ...bounds }), window.location.href);
    await navigator.clipboard.writeText(address.href);
    toast.done('The link to this moment is copied.');
  };

  return (
    <span className="ml-auto flex shrink-0 opacity-0 transition-opacity group-hover/chart:opacity-100 group-focus-within/chart:opacity-100 max-md:opacity-100">
      <IconButton
        label={`${title} as a table`}
        icon={<Table2 aria-hidden className="size-3.5" />}
        onClick={() => setTableOpen(true)}
      />
      <IconButton
        label={`${title} as CSV`}
        icon={<Download aria-hidden className="size-3.5" />}
        onClick={download}
      />
      <IconButton
        label={`Link to ${title} at this moment`}
        icon={<Link2 aria-hidden className="size-3.5" />}
        onClick={() => {
          copyLink().catch(() => toast.failed('The browser did not allow copying the link.'));
        }}
      />
      <Dialog open={tableOpen} onClose={() => setTableOpen(false)} title={title} size="wide">
        <ChartTable title={title} unit={unit} lines={lines} data={buffer.data} />
      </Dialog>
    </span>
  );
}
