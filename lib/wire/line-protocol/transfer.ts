import type { SampleTable } from '#lib/model/sample.ts';

/** Handing over takes quadratic time in the number of buffers, and many buffers are small ones. */
const mostBuffers = 2000;

/** Buffers of tables, to hand them to another thread without a copy; none when a copy is faster. */
export function transferables(tables: readonly SampleTable[]): ArrayBuffer[] {
  const buffers = buffersOf(tables);
  return buffers.length > mostBuffers ? [] : buffers;
}

function buffersOf(tables: readonly SampleTable[]): ArrayBuffer[] {
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
