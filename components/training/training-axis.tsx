import { trafficLines } from '#components/series/network-lines.ts';
import { SeriesChart } from '#components/series/series-chart.tsx';
import type { SeriesLine } from '#components/series/series-line.ts';
import { Panel } from '#components/ui/panel.tsx';

const height = 116;

/** Throughput and loss over what the machines did meanwhile, under one crosshair. */
export function TrainingAxis({
  run,
  hosts,
  hasTokens = false,
}: {
  /** One run, or every run. */
  run?: string;
  /** Machines whose processors and network stand below; absent: all of them. */
  hosts?: readonly string[];
  hasTokens?: boolean;
}) {
  const ofRun: Pick<SeriesLine, 'measurement' | 'match'> = {
    measurement: 'training',
    ...(run !== undefined && { match: { run: [run] } }),
  };
  const ofHosts = hosts ? { host: hosts } : undefined;
  return (
    <Panel
      title="Throughput and what carried it"
      note="on one axis"
      flush
      className="col-span-12 pb-2"
    >
      <SeriesChart
        title="Throughput"
        unit="samples_per_second"
        height={height + 34}
        showTimes={false}
        lines={[
          { ...ofRun, key: 'samples', label: 'samples', field: 'samples_per_second', look: 'area' },
        ]}
      />
      {hasTokens && (
        <SeriesChart
          title="Tokens"
          unit="tokens_per_second"
          height={height}
          showTimes={false}
          lines={[{ ...ofRun, key: 'tokens', label: 'tokens', field: 'tokens_per_second' }]}
        />
      )}
      <SeriesChart
        title="Loss"
        unit="none"
        scale="log"
        height={height}
        showTimes={false}
        lines={[
          {
            ...ofRun,
            key: 'loss',
            label: 'last step',
            field: 'loss',
            across: 'mean',
            colour: 'var(--series-3)',
          },
        ]}
      />
      <SeriesChart
        title="Processors"
        unit="ratio"
        height={height}
        showTimes={false}
        lines={[
          {
            key: 'busy',
            label: 'busy',
            measurement: 'host',
            field: 'cpu_ratio',
            across: 'mean',
            look: 'area',
            ...(ofHosts && { match: ofHosts }),
          },
        ]}
      />
      <SeriesChart
        title="Network"
        unit="bits_per_second"
        height={height + 26}
        lines={trafficLines(ofHosts)}
      />
    </Panel>
  );
}
