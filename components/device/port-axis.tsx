import { formatText } from '#lib/format/value.ts';
import type { DeviceInterface } from '#lib/model/device-report.ts';
import { SeriesChart } from '#components/series/series-chart.tsx';
import type { SeriesLine } from '#components/series/series-line.ts';
import { Panel } from '#components/ui/panel.tsx';
import { neighbourText } from './neighbour-text.ts';

const height = 120;

/** Everything one interface counts, under one crosshair. */
export function PortAxis({ port, freshMs }: { port: DeviceInterface; freshMs: number }) {
  const speed = port.speedBitsPerSecond;
  const other = neighbourText(port.neighbour);
  return (
    <Panel
      title={port.name}
      note={[port.alias, other && `other end: ${other}`].filter(Boolean).join(' · ')}
      flush
      className="pb-2"
    >
      <SeriesChart
        title={
          speed === null ? 'Throughput' : `Throughput of ${formatText(speed, 'bits_per_second')}`
        }
        unit="bits_per_second"
        height={height + 40}
        showTimes={false}
        lines={portLines(port, freshMs, 'bytes', 8)}
      />
      <SeriesChart
        title="Errors"
        unit="per_second"
        height={height - 24}
        showTimes={false}
        lines={portLines(port, freshMs, 'errors')}
      />
      <SeriesChart
        title="Drops"
        unit="per_second"
        height={height}
        lines={portLines(port, freshMs, 'drops')}
      />
    </Panel>
  );
}

function portLines(
  port: Pick<DeviceInterface, 'device' | 'name'>,
  freshMs: number,
  counter: 'bytes' | 'errors' | 'drops',
  factor = 1,
): SeriesLine[] {
  return (['receive', 'transmit'] as const).map((direction) => ({
    key: direction,
    label: direction === 'receive' ? 'received' : 'sent',
    measurement: 'snmp_interface',
    field: `${direction}_${counter}_total`,
    match: { device: [port.device], interface: [port.name] },
    aggregate: 'rate',
    across: 'sum',
    factor,
    freshMs,
    ...(direction === 'receive' && counter === 'bytes' && { look: 'area' as const }),
  }));
}
