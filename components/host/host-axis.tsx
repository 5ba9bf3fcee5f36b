import { diskLines, memoryLines, processorLines } from '#components/series/host-lines.ts';
import { trafficLines } from '#components/series/network-lines.ts';
import { SeriesChart } from '#components/series/series-chart.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Panel } from '#components/ui/panel.tsx';

const height = 112;

/** A host's resources under one crosshair. */
export function HostAxis({
  host,
  hasDisks,
  className = '',
}: {
  host: string;
  hasDisks: boolean;
  className?: string;
}) {
  return (
    <Panel
      title="Resources"
      note="on one axis"
      flush
      className={classNames('col-span-12 pb-2', className)}
    >
      <SeriesChart
        title="Processors"
        unit="ratio"
        height={height}
        showTimes={false}
        lines={processorLines(host)}
      />
      <SeriesChart
        title="Memory"
        unit="bytes"
        height={height}
        showTimes={false}
        lines={memoryLines(host)}
      />
      {hasDisks && (
        <SeriesChart
          title="Disks"
          unit="bytes_per_second"
          height={height}
          showTimes={false}
          lines={diskLines(host)}
        />
      )}
      <SeriesChart
        title="Network"
        unit="bits_per_second"
        height={height + 26}
        lines={trafficLines({ host: [host] })}
      />
    </Panel>
  );
}
