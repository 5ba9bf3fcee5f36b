import Link from 'next/link';
import type { DeviceSummary } from '#lib/model/device-report.ts';
import type { TableColumn } from '#components/table/table-column.ts';
import { Simulated } from '#components/ui/simulated.tsx';
import { deviceHref } from './device-href.ts';

/** The device by name, leading to its page. */
export const deviceColumn: TableColumn<DeviceSummary> = {
  id: 'device',
  head: 'Device',
  value: (row) => row.name,
  cell: (row) => (
    <span className="inline-flex items-center gap-2">
      <Link className="font-medium hover:underline" href={deviceHref(row.name)}>
        {row.name}
      </Link>
      <Simulated when={row.simulated} />
    </span>
  ),
};
