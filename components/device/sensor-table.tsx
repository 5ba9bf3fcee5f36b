'use client';

import type { DeviceSensor, SensorGroup } from '#lib/model/device-report.ts';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { displayOf, groupName, kindName } from './device-words.ts';
import { SensorValue } from './sensor-value.tsx';

/** Everything one part tells: `Outlet 4` with its state, its power and its current. */
interface PartRow {
  readonly name: string;
  readonly sensors: Readonly<Record<string, DeviceSensor>>;
}

/** More rows than that are looked through, not read. */
const shortList = 8;

/** The sensors of one group, a row for each part and a column for each kind. */
export function SensorTable({
  device,
  group,
  freshMs,
}: {
  device: string;
  group: SensorGroup;
  freshMs: number;
}) {
  const rows = rowsOf(group);
  return (
    <DataTable
      label={`${groupName(group.group)} of ${device}`}
      columns={columnsOf(device, group, freshMs)}
      rows={rows}
      rowId={(row) => row.name}
      plain={rows.length <= shortList}
      empty="No sensor has that name."
    />
  );
}

function rowsOf(group: SensorGroup): PartRow[] {
  const rows = new Map<string, Record<string, DeviceSensor>>();
  for (const { kind, sensors } of group.kinds) {
    for (const sensor of sensors) {
      const known = rows.get(sensor.name) ?? {};
      known[kind] = sensor;
      rows.set(sensor.name, known);
    }
  }
  return [...rows]
    .map(([name, sensors]) => ({ name, sensors }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

function columnsOf(
  device: string,
  group: SensorGroup,
  freshMs: number,
): readonly TableColumn<PartRow>[] {
  return [
    {
      id: 'name',
      head: 'Name',
      value: (row) => row.name,
      cell: (row) => <span className="font-medium">{row.name}</span>,
    },
    ...group.kinds.map(({ kind }): TableColumn<PartRow> => {
      const isState = kind === 'state';
      return {
        id: isState ? 'state' : `${kind}_${displayOf(kind).unit}`,
        head: kindName(kind),
        ...(!isState && { align: 'right' as const }),
        value: (row) => valueOf(row.sensors[kind]),
        cell: (row) => {
          const sensor = row.sensors[kind];
          return sensor ? (
            <SensorValue device={device} sensor={sensor} freshMs={freshMs} />
          ) : (
            <span className="text-faint">
              <span aria-hidden>–</span>
              <span className="sr-only">none</span>
            </span>
          );
        },
      };
    }),
  ];
}

function valueOf(sensor: DeviceSensor | undefined): string | number | null {
  if (!sensor) return null;
  if (sensor.kind === 'state') return sensor.state;
  return sensor.value === null ? null : sensor.value * displayOf(sensor.kind).factor;
}
