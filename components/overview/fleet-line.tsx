import type { ReactNode } from 'react';
import { Status } from '#components/ui/status.tsx';
import { LiveAge } from '#components/series/live-age.tsx';

export interface FleetCounts {
  readonly hosts: number;
  readonly silentHosts: number;
  readonly gpus: number;
  readonly throttledGpus: number;
  readonly silentGpus: number;
  readonly newestMs: number | null;
  readonly simulated: boolean;
}

/** The first answer of the page: how many there are, and how many are not well. */
export function FleetLine({ counts }: { counts: FleetCounts }) {
  return (
    <p
      aria-label="Fleet"
      className="flex flex-wrap items-center gap-x-5 gap-y-1 rounded-panel border border-border bg-surface px-4 py-2 text-base"
    >
      <Count number={counts.hosts} one="host" many="hosts" />
      {counts.silentHosts > 0 && (
        <Status level="critical">
          <Count number={counts.silentHosts} one="host is silent" many="hosts are silent" />
        </Status>
      )}
      {counts.gpus > 0 && <Count number={counts.gpus} one="GPU" many="GPUs" />}
      {counts.throttledGpus > 0 && (
        <Status level="warning">
          <Count number={counts.throttledGpus} one="throttled" many="throttled" />
        </Status>
      )}
      {counts.silentGpus > 0 && (
        <Status level="critical">
          <Count number={counts.silentGpus} one="lost" many="lost" />
        </Status>
      )}
      {counts.hosts > 0 && counts.silentHosts + counts.silentGpus + counts.throttledGpus === 0 && (
        <Status level="ok">all well</Status>
      )}
      {counts.simulated && <Status level="info">simulated data</Status>}
      {counts.newestMs !== null && (
        <span className="ml-auto text-sm text-faint">
          data <LiveAge measurement="host" field="uptime_seconds" initialTimeMs={counts.newestMs} />{' '}
          old
        </span>
      )}
    </p>
  );
}

function Count({ number, one, many }: { number: number; one: string; many: string }): ReactNode {
  return (
    <span className="whitespace-nowrap">
      <span className="font-medium">{number.toLocaleString('en')}</span>{' '}
      <span className="text-muted">{number === 1 ? one : many}</span>
    </span>
  );
}
