'use client';

import { formatText, formatValue } from '#lib/format/value.ts';
import { scopeNames, type EnergyRow } from '#lib/model/energy.ts';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';

const joulesPerKwh = 3_600_000;
const joulesPerWattHour = 3600;

const columns: readonly TableColumn<EnergyRow>[] = [
  {
    id: 'date',
    head: 'Day',
    value: ({ date }) => date,
    help: 'A day of the site’s own calendar; UTC for hosts that are not placed',
  },
  { id: 'name', head: 'Name', value: ({ name }) => name ?? 'not in a rack' },
  {
    id: 'energy_kwh',
    head: 'Energy',
    align: 'right',
    value: ({ joules }) => (joules === null ? null : joules / joulesPerKwh),
    cell: ({ joules }) =>
      formatText(joules === null ? null : joules / joulesPerWattHour, 'watt_hours'),
  },
  {
    id: 'coverage_ratio',
    head: 'Coverage',
    align: 'right',
    value: ({ coverageRatio }) => coverageRatio,
    cell: ({ coverageRatio }) => `${formatValue(coverageRatio, 'ratio').text} %`,
    help: 'Share of the day so far that the figure rests on',
  },
  {
    id: 'cost',
    head: 'Cost',
    align: 'right',
    value: ({ cost }) => cost,
    cell: ({ cost, currency }) => (cost === null ? '–' : `${cost.toFixed(2)} ${currency ?? ''}`),
  },
  {
    id: 'covers',
    head: 'Covers',
    value: ({ scopes }) => scopes.map((scope) => scopeNames[scope]).join(' + '),
  },
  { id: 'method', head: 'From', value: ({ methods }) => methods.join(' + ') },
];

/** Energy by day, as a table that goes into a spreadsheet. */
export function EnergyTable({ label, rows }: { label: string; rows: readonly EnergyRow[] }) {
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={rows}
      rowId={({ date, name, timeZone }) => JSON.stringify([date, timeZone, name])}
      empty="Nothing in this time."
    />
  );
}
