import type { Metadata } from 'next';
import Link from 'next/link';
import { readEnergy } from '#lib/energy/read-energy.ts';
import { readPower } from '#lib/energy/read-power.ts';
import { parseTimeRange, type TimeRange } from '#lib/model/time-range.ts';
import { getServices } from '#lib/services.ts';
import { EnergySummary } from '#components/energy/energy-summary.tsx';
import { EnergyTable } from '#components/energy/energy-table.tsx';
import { NoEnergy } from '#components/energy/no-energy.tsx';
import { PowerChart } from '#components/energy/power-chart.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';

export const metadata: Metadata = { title: 'Energy' };

const dayMs = 86_400_000;
const timeoutMs = 15_000;
const seenMs = 600_000;

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function EnergyPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const groupBy = parameters['by'] === 'rack' ? 'rack' : 'host';
  const { report, power, period, hosts } = await read(parameters, groupBy);
  if (report.total.joules === null) return <NoEnergy hosts={hosts} />;
  const { startMs, endMs } = report;
  const known = report.rows.filter(({ joules }) => joules !== null);
  const unknown = report.rows.length - known.length;
  const csv = `/api/v1/energy?start=${startMs}&end=${endMs}&group_by=${groupBy}&format=csv`;
  return (
    <div className="flex flex-col gap-4">
      <EnergySummary total={report.total} period={period} />
      <Panel flush>
        <div className="pt-2 pb-3">
          <PowerChart scopes={power.scopes} data={power} />
        </div>
      </Panel>
      <Panel
        title={`By ${groupBy} and day`}
        note={unknown === 0 ? undefined : `${unknown} days of a ${groupBy} without data left out`}
        flush
        actions={
          <>
            <Link
              className={buttonClass('quiet', 'small')}
              href={groupBy === 'host' ? '/energy?by=rack' : '/energy'}
            >
              {groupBy === 'host' ? 'By rack' : 'By host'}
            </Link>
            <a className={buttonClass('quiet', 'small')} href={csv}>
              CSV of all
            </a>
          </>
        }
      >
        <EnergyTable label={`Energy by ${groupBy} and day`} rows={known} />
      </Panel>
    </div>
  );
}

async function read(parameters: Awaited<Props['searchParams']>, groupBy: 'host' | 'rack') {
  const services = getServices();
  const nowMs = Date.now();
  const range = timeRange(parameters);
  const { startMs, endMs, period } = daysOf(range, nowMs);
  const signal = AbortSignal.timeout(timeoutMs);
  const [report, power, heard] = await Promise.all([
    readEnergy(services, { startMs, endMs, groupBy }, nowMs, signal),
    readPower(services, windowOf(range, nowMs), signal),
    services.store.latest(
      { measurement: 'agent', fields: ['resident_bytes'], match: {}, nowMs, maxAgeMs: seenMs },
      signal,
    ),
  ]);
  return { report, power, period, hosts: heard.length };
}

function timeRange(parameters: Awaited<Props['searchParams']>): TimeRange {
  const text = (name: string): string | null => {
    const value = parameters[name];
    return typeof value === 'string' ? value : null;
  };
  return parseTimeRange({ range: text('range'), from: text('from'), to: text('to') });
}

/** The chart shows the page's own time, as every chart does. */
function windowOf(range: TimeRange, nowMs: number) {
  if (range.kind === 'absolute') return range;
  return { startMs: nowMs - range.seconds * 1000, endMs: nowMs };
}

/** Energy is bought by the day: shorter live ranges show the last seven of them. */
function daysOf(range: TimeRange, nowMs: number) {
  if (range.kind === 'absolute') {
    const endMs = Math.min(range.endMs, nowMs);
    return { startMs: Math.min(range.startMs, endMs - 1), endMs, period: 'the chosen time' };
  }
  const days = Math.min(90, Math.max(7, Math.round((range.seconds * 1000) / dayMs)));
  return { startMs: nowMs - days * dayMs, endMs: nowMs, period: `last ${days} days` };
}
