import { LiveValue } from '#components/series/live-value.tsx';
import type { SeriesLine } from '#components/series/series-line.ts';
import type { TableColumn } from '#components/table/table-column.ts';
import { Value } from '#components/ui/value.tsx';
import { Faults, LinkState } from './link-state.tsx';
import { Saturation } from './saturation.tsx';

/** What every interface has, whoever tells of it. */
export interface TrafficRow {
  readonly timeMs: number;
  readonly up: boolean | null;
  readonly adminUp?: boolean | null;
  readonly speedBitsPerSecond: number | null;
  readonly receiveBitsPerSecond: number | null;
  readonly transmitBitsPerSecond: number | null;
  readonly errorsPerSecond: number | null;
  readonly dropsPerSecond: number | null;
  readonly saturationRatio: number | null;
}

/** Where the traffic of a row is read live. */
export interface TrafficSource {
  readonly line: Pick<SeriesLine, 'measurement' | 'match' | 'freshMs'>;
  readonly entity: Readonly<Record<string, string>>;
}

/** Link, speed, saturation, both directions live, errors and drops. */
export function trafficColumns<Row extends TrafficRow>(
  sourceOf: (row: Row) => TrafficSource,
): readonly TableColumn<Row>[] {
  return [
    {
      id: 'up',
      head: 'Link',
      value: (row) => linkText(row),
      cell: (row) => <LinkState up={row.up} adminUp={row.adminUp ?? null} />,
    },
    {
      id: 'speed_bits_per_second',
      head: 'Speed',
      align: 'right',
      help: 'Negotiated; virtual interfaces have none',
      value: (row) => row.speedBitsPerSecond,
      cell: (row) => <Value value={row.speedBitsPerSecond} unit="bits_per_second" />,
    },
    {
      id: 'saturation_ratio',
      head: 'Saturation',
      align: 'right',
      help: 'The busier direction over the speed, when the page was loaded',
      value: (row) => row.saturationRatio,
      cell: (row) => <Saturation ratio={row.saturationRatio} />,
    },
    direction('receive', 'Received', sourceOf, (row) => row.receiveBitsPerSecond),
    direction('transmit', 'Sent', sourceOf, (row) => row.transmitBitsPerSecond),
    faults('errors', 'Errors', (row) => row.errorsPerSecond),
    faults('drops', 'Drops', (row) => row.dropsPerSecond),
  ];
}

function linkText({ up, adminUp }: TrafficRow): string | null {
  if (adminUp === false) return 'switched off';
  if (up === null) return null;
  return up ? 'up' : 'down';
}

function direction<Row extends TrafficRow>(
  way: 'receive' | 'transmit',
  head: string,
  sourceOf: (row: Row) => TrafficSource,
  value: (row: Row) => number | null,
): TableColumn<Row> {
  return {
    id: `${way}_bits_per_second`,
    head,
    align: 'right',
    value,
    cell: (row) => {
      const { line, entity } = sourceOf(row);
      return (
        <LiveValue
          fields={['rate(receive_bytes_total)', 'rate(transmit_bytes_total)']}
          line={{ ...line, field: `${way}_bytes_total`, aggregate: 'rate', factor: 8 }}
          entity={entity}
          unit="bits_per_second"
          initial={value(row)}
          initialTimeMs={row.timeMs}
        />
      );
    },
  };
}

function faults<Row extends TrafficRow>(
  what: 'errors' | 'drops',
  head: string,
  value: (row: Row) => number | null,
): TableColumn<Row> {
  return {
    id: `${what}_per_second`,
    head,
    align: 'right',
    help: 'Both directions, per second',
    value,
    cell: (row) => <Faults perSecond={value(row)} />,
  };
}
