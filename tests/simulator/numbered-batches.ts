import type { SampleTable } from '#lib/model/sample.ts';

/** Time of batch 0; batch n lies n seconds later. */
export const numberedStartMs = Date.UTC(2026, 10, 22);
const seriesPerBatch = 40;
const rowsPerSeries = 5;
export const rowsPerBatch = seriesPerBatch * rowsPerSeries;
/** The late rows of later batches are older, so that each of them is merged. */
const lateAfterMs = 20_000_000;
export function lateEndMs(startMs: number): number {
  return startMs + lateAfterMs;
}

/**
 * Batch number `sequence` of a source: what it holds follows from its number, so that a reader can
 * tell from the store alone which batches are there and whether they are whole. Some bring a new
 * field, all bring one row that is older than what came before.
 */
export function numberedBatch(
  source: string,
  sequence: number,
  startMs: number = numberedStartMs,
): SampleTable[] {
  const startNs = BigInt(startMs + sequence * 1_000) * 1_000_000n;
  const present = new Uint8Array(rowsPerBatch).fill(1);
  return [
    {
      measurement: 'numbered',
      series: Array.from({ length: seriesPerBatch }, (_, lane) => ({ source, lane: String(lane) })),
      seriesIndex: Uint32Array.from({ length: rowsPerBatch }, (_, row) => row % seriesPerBatch),
      timeNs: BigInt64Array.from(
        { length: rowsPerBatch },
        (_, row) => startNs + BigInt(Math.floor(row / seriesPerBatch)) * 100_000_000n,
      ),
      columns: {
        number: { type: 'float', present, values: new Float64Array(rowsPerBatch).fill(sequence) },
        [`of_${source}_${String(Math.floor(sequence / 20))}`]: {
          type: 'integer',
          present,
          values: new BigInt64Array(rowsPerBatch).fill(BigInt(sequence)),
        },
      },
    },
    {
      measurement: 'numbered_late',
      series: [{ source }],
      seriesIndex: new Uint32Array(1),
      timeNs: BigInt64Array.of(BigInt(lateEndMs(startMs) - sequence * 1_000) * 1_000_000n),
      columns: {
        number: { type: 'float', present: Uint8Array.of(1), values: Float64Array.of(sequence) },
      },
    },
  ];
}
