import { makeGpuEvent, type GpuEvent } from '#lib/model/gpu-event.ts';
import type { SampleTable } from '#lib/model/sample.ts';
import type { PlaceTags } from './hub.ts';

/** The events among what arrived, in the order of their time: messages of the topic `events`. */
export function gpuEventsIn(tables: readonly SampleTable[], placeTags: PlaceTags): GpuEvent[] {
  return tables
    .filter(({ measurement }) => measurement === 'gpu_event')
    .flatMap((table) => eventsOf(table, placeTags))
    .sort((a, b) => a.timeMs - b.timeMs);
}

function eventsOf(table: SampleTable, placeTags: PlaceTags): GpuEvent[] {
  return Array.from(table.timeNs, (timeNs, row) => {
    const tags = table.series[table.seriesIndex[row] ?? -1] ?? {};
    return makeGpuEvent(placeTags(tags), Number(timeNs / 1_000_000n), (field) => {
      const column = table.columns[field];
      if (column?.present[row] !== 1) return null;
      return String(column.values[row]);
    });
  });
}
