import type { Column, SampleTable } from '#lib/model/sample.ts';
import type { XidLedger } from '#lib/metrics/prometheus/xid-ledger.ts';

/** Counts the Xids among samples that just arrived. */
export function noteXids(ledger: XidLedger, tables: readonly SampleTable[]): void {
  for (const table of tables) if (table.measurement === 'gpu_event') noteEvents(ledger, table);
}

function noteEvents(ledger: XidLedger, { series, seriesIndex, timeNs, columns }: SampleTable) {
  seriesIndex.forEach((of, row) => {
    const { kind, host, gpu } = series[of] ?? {};
    const code = cell(columns.code, row);
    if (kind !== 'xid' || host === undefined || gpu === undefined || code === null) return;
    ledger.note({
      host,
      gpu,
      code: Number(code),
      title: String(cell(columns.title, row) ?? ''),
      timeNs: timeNs[row] ?? 0n,
    });
  });
}

function cell(column: Column | undefined, row: number) {
  return column?.present[row] === 1 ? (column.values[row] ?? null) : null;
}
