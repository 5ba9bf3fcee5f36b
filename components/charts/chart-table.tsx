'use client';

import { useState } from 'react';
import type { DisplayUnit } from '#lib/format/value.ts';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { Time } from '#components/ui/time.tsx';
import { Value } from '#components/ui/value.tsx';
import type { ChartLine } from './chart-model.ts';
import type { ChartData } from './series-buffer.ts';

interface Row {
  readonly timeMs: number;
  readonly values: readonly (number | null)[];
}

/** Rows beyond this slow the browser and nobody reads them: the CSV has all. */
const longestTable = 600;

/** What a chart shows as it stood when the table was opened, newest first. */
export function ChartTable({
  title,
  unit,
  lines,
  data,
}: {
  title: string;
  unit: DisplayUnit;
  lines: readonly ChartLine[];
  data: () => ChartData;
}) {
  const [{ rows, total }] = useState(() => tableRows(data()));
  const columns: TableColumn<Row>[] = [
    {
      id: 'time',
      head: 'Time',
      value: (row) => new Date(row.timeMs).toISOString(),
      cell: (row) => <Time timeMs={row.timeMs} />,
    },
    ...lines.map((line, index): TableColumn<Row> => ({
      id: line.label,
      head: line.label,
      align: 'right',
      value: (row) => row.values[index] ?? null,
      cell: (row) => <Value value={row.values[index]} unit={unit} />,
    })),
  ];
  return (
    <div className="-mx-4 -mb-4">
      <DataTable
        label={title}
        columns={columns}
        rows={rows}
        rowId={(row) => String(row.timeMs)}
        empty="There is no data in this part of time."
      />
      {total > rows.length && (
        <p className="border-t border-border px-4 py-2 text-xs text-faint">
          The newest {rows.length} of {total} rows; the chart’s CSV has all of them.
        </p>
      )}
    </div>
  );
}

function tableRows({ timeMs, columns }: ChartData): { rows: Row[]; total: number } {
  const all = timeMs
    .map((time, row) => ({ timeMs: time, values: columns.map((column) => column[row] ?? null) }))
    .filter((row) => row.values.some((value) => value !== null));
  return { rows: all.slice(-longestTable).reverse(), total: all.length };
}
