import { makeDeviceEvent } from '#lib/model/device-event.ts';
import type { DeviceEvent } from '#lib/model/device-report.ts';
import type { SampleTable } from '#lib/model/sample.ts';

/** The events among what arrived, in the order of their time: messages of the topic `device-events`. */
export function deviceEventsIn(tables: readonly SampleTable[]): DeviceEvent[] {
  return tables
    .filter(({ measurement }) => measurement === 'device_event')
    .flatMap(eventsOf)
    .sort((a, b) => a.timeMs - b.timeMs);
}

function eventsOf(table: SampleTable): DeviceEvent[] {
  return Array.from(table.timeNs, (timeNs, row) => {
    const tags = table.series[table.seriesIndex[row] ?? -1] ?? {};
    return makeDeviceEvent(tags, Number(timeNs / 1_000_000n), (field) => {
      const column = table.columns[field];
      return column?.present[row] === 1 ? String(column.values[row]) : null;
    });
  });
}
