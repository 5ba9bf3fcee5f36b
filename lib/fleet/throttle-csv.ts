import { toCsv } from '#lib/format/csv.ts';
import { throttleField, throttleKeys } from '#lib/model/throttle.ts';
import type { ThrottleLedger } from './throttle-ledger.ts';

/** One line a row, GPU-seconds by reason; what no GPU of the row counts is an empty cell. */
export function throttleCsv({ rows }: ThrottleLedger): string {
  const header = [
    'rack',
    'host',
    'gpu',
    'index',
    'model',
    'gpus',
    ...throttleKeys.map((key) => throttleField(key).replace(/_total$/, '')),
    'covered_seconds',
    'coverage_ratio',
    'simulated',
  ];
  return toCsv(
    header,
    rows.map((row) => [
      row.rack,
      row.host,
      row.gpu,
      row.index,
      row.model,
      row.gpus,
      ...throttleKeys.map((key) => row.seconds[key]),
      row.coveredSeconds,
      row.coverageRatio,
      row.simulated,
    ]),
  );
}
