import type { ReactNode } from 'react';
import type { HostPaths } from '#lib/model/network-report.ts';
import { SeriesChart } from '#components/series/series-chart.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { pathLines } from './path-lines.ts';

const height = 190;

/**
 * A host's interface, the switch port at its other end, its fabric and its GPUs' links on one axis,
 * which is logarithmic: NVLink moves a hundred times what Ethernet does.
 */
export function PathPanel({
  paths,
  actions,
  className,
}: {
  paths: HostPaths;
  actions?: ReactNode;
  className?: string;
}) {
  return (
    <Panel
      title={`Ways in and out of ${paths.host}`}
      note="host, switch port and GPU links on one logarithmic axis"
      actions={actions}
      flush
      className={`pb-2 ${className ?? ''}`}
    >
      <SeriesChart
        title="In"
        unit="bits_per_second"
        scale="log"
        height={height}
        showTimes={false}
        lines={pathLines(paths, 'receive')}
      />
      <SeriesChart
        title="Out"
        unit="bits_per_second"
        scale="log"
        height={height + 26}
        lines={pathLines(paths, 'transmit')}
      />
    </Panel>
  );
}
