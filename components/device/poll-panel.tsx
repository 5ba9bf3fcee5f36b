import type { DeviceSummary } from '#lib/model/device-report.ts';
import { SeriesChart } from '#components/series/series-chart.tsx';
import type { SeriesLine } from '#components/series/series-line.ts';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import { Value } from '#components/ui/value.tsx';

/** How polling a device goes: how long it takes, how late it comes, what went wrong. */
export function PollPanel({
  device,
  poll,
  freshMs,
}: {
  device: string;
  poll: DeviceSummary['poll'];
  freshMs: number;
}) {
  return (
    <Panel title="Polling" note="over the last hour" flush className="pb-2">
      <dl className="grid grid-cols-3 gap-x-4 gap-y-2 px-4 pb-3 text-sm sm:grid-cols-6 xl:grid-cols-3">
        <Figure name="Half take up to" value={poll.p50Seconds} />
        <Figure name="99 % up to" value={poll.p99Seconds} />
        <Figure name="Every" value={poll.intervalSeconds} />
        <Figure name="Late by" value={poll.lateSeconds} />
        <Figure name="Timeouts" value={poll.timeouts} isCount />
        <Figure name="Sensors" value={poll.sensors} isCount />
      </dl>
      {poll.lastError !== null && (
        <p className="border-t border-border px-4 py-2.5 text-sm text-pretty">
          <span className="text-muted">
            Last problem, <Time timeMs={poll.lastError.timeMs} style="second" />:{' '}
          </span>
          {poll.lastError.text}
        </p>
      )}
      <div className="border-t border-border pt-1">
        <SeriesChart
          title="Time a poll takes"
          unit="seconds"
          scale="zero"
          height={112}
          lines={pollLines(device, freshMs)}
        />
      </div>
    </Panel>
  );
}

function Figure({
  name,
  value,
  isCount = false,
}: {
  name: string;
  value: number | null;
  isCount?: boolean;
}) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-xs text-faint">{name}</dt>
      <dd>
        <Value value={value} unit={isCount ? 'count' : 'seconds'} />
      </dd>
    </div>
  );
}

function pollLines(device: string, freshMs: number): SeriesLine[] {
  const shared = {
    measurement: 'snmp_poll',
    match: { device: [device] },
    aggregate: 'max',
    across: 'max',
    freshMs,
  } as const;
  return [
    { ...shared, key: 'poll', label: 'poll', field: 'poll_seconds', look: 'area' },
    { ...shared, key: 'late', label: 'late by', field: 'late_seconds' },
  ];
}
