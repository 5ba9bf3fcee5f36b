import { toCsv } from '#lib/format/csv.ts';
import type { EnergyReport } from '#lib/model/energy.ts';

const joulesPerKwh = 3_600_000;

/** One line a row, energy in kWh as bills have it; an unknown figure is an empty cell. */
export function energyCsv({ rows, groupBy }: EnergyReport): string {
  const header = [
    'date',
    'time_zone',
    groupBy,
    'energy_kwh',
    'coverage_ratio',
    'method',
    'covers',
    'cost',
    'currency',
  ];
  return toCsv(
    header,
    rows.map((row) => [
      row.date,
      row.timeZone,
      row.name,
      row.joules === null ? null : row.joules / joulesPerKwh,
      row.coverageRatio,
      row.methods.join('+'),
      row.scopes.join('+'),
      row.cost,
      row.currency,
    ]),
  );
}
