'use client';

import {
  formatClock,
  formatDateTime,
  formatDay,
  formatDayClock,
  type Zone,
} from '#lib/format/time.ts';
import { usePreferences } from '#components/preferences/preferences.tsx';

const styles = {
  full: formatDateTime,
  clock: formatClock,
  short: formatDayClock,
  second: (timeMs: number, zone: Zone) => `${formatDay(timeMs, zone)} ${formatClock(timeMs, zone)}`,
};

/** A moment in the zone the reader chose; hovering shows it in full in UTC. */
export function Time({ timeMs, style = 'full' }: { timeMs: number; style?: keyof typeof styles }) {
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
