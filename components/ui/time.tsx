'use client';

import { formatClock, formatDateTime, formatDayClock } from '#lib/format/time.ts';
import { usePreferences } from '#components/preferences/preferences.tsx';

const styles = { full: formatDateTime, clock: formatClock, short: formatDayClock };

/** A moment in the zone the reader chose; hovering shows it in full in UTC. */
export function Time({
  timeMs,
  style = 'full',
}: {
  timeMs: number;
  style?: 'full' | 'clock' | 'short';
}) {
  const { zone } = usePreferences();
  return (
    <time
      dateTime={new Date(timeMs).toISOString()}
      title={formatDateTime(timeMs, 'UTC')}
      className="whitespace-nowrap tabular-nums"
    >
      {styles[style](timeMs, zone)}
    </time>
  );
}
