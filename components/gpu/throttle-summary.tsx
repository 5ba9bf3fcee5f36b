import { formatText } from '#lib/format/value.ts';
import { throttleReasons } from '#lib/model/throttle.ts';
import { Status } from '#components/ui/status.tsx';
import { Time } from '#components/ui/time.tsx';
import type { ThrottleRow } from './throttle-table.tsx';

/** The whole fleet on one line: what held it down, and how much of the time that was seen. */
export function ThrottleSummary({ rows }: { rows: readonly ThrottleRow[] }) {
  const covered = sum(rows.map((row) => row.coveredSeconds));
  const gpus = sum(rows.map((row) => row.gpus));
  const held = throttleReasons
    .map((reason) => ({ reason, seconds: sum(rows.map((row) => row.seconds[reason.key] ?? 0)) }))
    .filter(({ seconds }) => seconds > 0);
  return (
    <section
      aria-label="Summary"
      className="flex flex-wrap items-baseline gap-x-6 gap-y-1 rounded-panel border border-border bg-surface px-4 py-2 text-base"
    >
      <span>
        <span className="font-medium">{gpus.toLocaleString('en')}</span>{' '}
        <span className="text-muted">{gpus === 1 ? 'GPU' : 'GPUs'}</span>
      </span>
      {held.length === 0 && <Status level="ok">nothing held them down</Status>}
      {held.map(({ reason, seconds }) => (
        <Status key={reason.key} level={reason.level}>
          <span title={reason.help}>
            {formatText(seconds / covered, 'ratio')}{' '}
            <span className="text-muted">by {reason.label}</span>
          </span>
        </Status>
      ))}
    </section>
  );
}

/** Which part of time a ledger is of, and how much of it was seen. */
export function LedgerNote({
  rows,
  startMs,
  endMs,
}: {
  rows: readonly ThrottleRow[];
  startMs: number;
  endMs: number;
}) {
  const whole = (sum(rows.map((row) => row.gpus)) * (endMs - startMs)) / 1000;
  const seen = Math.min(1, sum(rows.map((row) => row.coveredSeconds)) / whole);
  return (
    <>
      <Time timeMs={startMs} style="short" /> to <Time timeMs={endMs} style="short" />,{' '}
      {formatText(seen, 'ratio')} of it seen; GPU-seconds and their share of what was seen
    </>
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
