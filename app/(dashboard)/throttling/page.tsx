import type { Metadata } from 'next';
import Link from 'next/link';
import { readThrottleLedger } from '#lib/fleet/read-throttle-ledger.ts';
import type { ThrottleGroup, ThrottleLedger } from '#lib/fleet/throttle-ledger.ts';
import { parseTimeRange, timeRangeBounds, timeRangeParameters } from '#lib/model/time-range.ts';
import { getServices } from '#lib/services.ts';
import { Crumbs } from '#components/frame/crumbs.tsx';
import { GpuSections } from '#components/gpu/gpu-sections.tsx';
import { LedgerNote, ThrottleSummary } from '#components/gpu/throttle-summary.tsx';
import { ThrottleTable } from '#components/gpu/throttle-table.tsx';
import { KeepFresh } from '#components/live/keep-fresh.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';

export const metadata: Metadata = { title: 'Throttling' };

const timeoutMs = 20_000;
const groups: readonly ThrottleGroup[] = ['gpu', 'host', 'rack'];
const names = { gpu: 'GPU', host: 'host', rack: 'rack' };

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function ThrottlingPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const text = (name: string): string | null => {
    const value = parameters[name];
    return typeof value === 'string' ? value : null;
  };
  const range = parseTimeRange({ range: text('range'), from: text('from'), to: text('to') });
  const groupBy = groups.find((group) => group === text('by')) ?? 'gpu';
  const nowMs = Date.now();
  const bounds = timeRangeBounds(range, nowMs);
  const ledger = await readThrottleLedger(
    getServices(),
    { startMs: bounds.startMs, endMs: bounds.endMs, match: {}, groupBy },
    nowMs,
    AbortSignal.timeout(timeoutMs),
  );
  const address = (group: ThrottleGroup): string =>
    `/throttling?${new URLSearchParams({ ...timeRangeParameters(range), by: group }).toString()}`;
  return (
    <>
      <Crumbs trail={[{ label: 'GPUs', href: '/gpus' }, { label: 'Throttling' }]} />
      <GpuSections />
      {ledger.rows.length === 0 ? (
        <NoLedger />
      ) : (
        <div className="flex flex-col gap-4">
          {range.kind === 'relative' && <KeepFresh everySeconds={refreshSeconds(range.seconds)} />}
          <ThrottleSummary rows={ledger.rows} />
          <Panel
            title="Time held down"
            note={<LedgerNote rows={ledger.rows} startMs={ledger.startMs} endMs={ledger.endMs} />}
            flush
            actions={
              <>
                {groups.map((group) => (
                  <Link
                    key={group}
                    href={address(group)}
                    aria-current={group === groupBy ? 'true' : undefined}
                    className={buttonClass(group === groupBy ? 'plain' : 'quiet', 'small')}
                  >
                    By {names[group]}
                  </Link>
                ))}
                <a className={buttonClass('quiet', 'small')} href={csvAddress(ledger)}>
                  CSV of all
                </a>
              </>
            }
          >
            <ThrottleTable key={groupBy} rows={ledger.rows} groupBy={groupBy} />
          </Panel>
        </div>
      )}
    </>
  );
}

/** A ledger of a month does not change within a minute. */
function refreshSeconds(rangeSeconds: number): number {
  return Math.max(15, Math.min(600, Math.round(rangeSeconds / 100)));
}

function csvAddress({ startMs, endMs, groupBy }: ThrottleLedger): string {
  return `/api/v1/throttling?start=${startMs}&end=${endMs}&group_by=${groupBy}&format=csv`;
}

function NoLedger() {
  return (
    <Panel
      title="Time held down"
      state={{
        kind: 'empty',
        title:
          'No GPU has counted throttling in this part of time. Each one would stand here with the seconds that heat, power or the supply held its clock down. A longer range may have some.',
        action: (
          <Link className={buttonClass()} href="/throttling?range=24h">
            Show the last 24 hours
          </Link>
        ),
      }}
    />
  );
}
