import Link from 'next/link';
import type { ReactNode } from 'react';
import { Simulated } from '#components/ui/simulated.tsx';
import { Status, type StatusLevel } from '#components/ui/status.tsx';
import { LiveAge } from '#components/series/live-age.tsx';

export interface FleetCounts {
  readonly hosts: number;
  readonly silentHosts: number;
  readonly gpus: number;
  readonly healthyGpus: number;
  readonly throttledGpus: number;
  /** How grave the gravest throttling is: a power cap under full load alarms nobody. */
  readonly throttleLevel: StatusLevel;
  readonly needyGpus: number;
  readonly lostGpus: number;
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
      {counts.gpus > 0 && <GpuCounts counts={counts} />}
      {counts.hosts > 0 && counts.gpus === 0 && counts.silentHosts === 0 && (
        <Status level="ok">all well</Status>
      )}
      <Simulated when={counts.simulated} />
      {counts.newestMs !== null && (
        <span className="ml-auto text-sm text-faint">
          data <LiveAge measurement="host" field="uptime_seconds" initialTimeMs={counts.newestMs} />{' '}
          old
        </span>
      )}
    </p>
  );
}

function GpuCounts({ counts }: { counts: FleetCounts }) {
  return (
    <>
      <Link href="/gpus" className="hover:underline">
        <Count number={counts.gpus} one="GPU" many="GPUs" />
      </Link>
      {counts.healthyGpus > 0 && (
        <Status level="ok">
          <Count number={counts.healthyGpus} one="healthy" many="healthy" />
        </Status>
      )}
      {counts.throttledGpus > 0 && (
        <Status level={counts.throttleLevel}>
          <Count number={counts.throttledGpus} one="throttled" many="throttled" />
        </Status>
      )}
      {counts.needyGpus > 0 && (
        <Status level="critical">
          <Count number={counts.needyGpus} one="needs somebody" many="need somebody" />
        </Status>
      )}
      {counts.lostGpus > 0 && (
        <Status level="critical">
          <Count number={counts.lostGpus} one="lost" many="lost" />
        </Status>
      )}
    </>
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
