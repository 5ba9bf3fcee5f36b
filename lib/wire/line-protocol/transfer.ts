import type { SampleTable } from '#lib/model/sample.ts';

/** Buffers of tables, to hand them to another thread without a copy. */
export function transferables(tables: readonly SampleTable[]): ArrayBuffer[] {
  return tables.flatMap((table) => [
    ownBuffer(table.seriesIndex),
    ownBuffer(table.timeNs),
    ...Object.values(table.columns).flatMap((column) =>
      column.type === 'string'
        ? [ownBuffer(column.present)]
        : [ownBuffer(column.values), ownBuffer(column.present)],
    ),
  ]);
}

/** Tables are never made over shared memory, so the buffer under a view can be given away. */
function ownBuffer(view: ArrayBufferView): ArrayBuffer {
  return view.buffer as ArrayBuffer;
}
