import { formatDuration } from '#lib/format/duration.ts';
import { formatText } from '#lib/format/value.ts';
import type { Hall } from '#simulation/hall-state.ts';
import { reasonBits } from '#simulation/gpu/card.ts';
import type { SendCounts } from './sender.ts';

/** How far a fill of history has come. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export function progressText(
  hall: Hall,
  counts: SendCounts,
  {
    timeMs,
    linesPerSecond,
    span,
  }: {
    readonly timeMs: number;
    readonly linesPerSecond: number;
    readonly span: Span | null;
  },
): string {
  const done = span && (timeMs - span.fromMs) / Math.max(1, span.toMs - span.fromMs);
  const parts = [
    ...(done === null ? [] : [`${(done * 100).toFixed(1)} %`]),
    `${new Date(timeMs).toISOString().slice(0, 19)}Z`,
    `${counts.acceptedLines.toLocaleString('en')} points`,
    `${Math.round(linesPerSecond).toLocaleString('en')}/s`,
    ...(done === null || linesPerSecond === 0 ? [] : remaining(counts, done, linesPerSecond)),
    ...hallWords(hall),
    ...(counts.skippedLines > 0 ? [`${counts.skippedLines.toLocaleString('en')} skipped`] : []),
    ...(counts.rejectedLines > 0 ? [`${counts.rejectedLines.toLocaleString('en')} refused`] : []),
    ...(counts.trouble === null ? [] : [counts.trouble]),
  ];
  return parts.join(' · ');
}

function remaining({ acceptedLines }: SendCounts, done: number, rate: number): string[] {
  if (done <= 0.001) return [];
  const seconds = (acceptedLines * (1 - done)) / done / rate;
  return [`${formatDuration(seconds)} left`];
}

function hallWords({ gpus, hosts, room, schedule }: Hall): string[] {
  const watts = hosts.power.reduce((sum, each) => sum + each, 0);
  const held = gpus.reasons.filter((bits) => (bits & heat) !== 0).length;
  const inlet = room.rackInlet.reduce((most, each) => Math.max(most, each), 0);
  return [
    `${gpus.count.toLocaleString('en')} GPUs`,
    formatText(watts, 'watts'),
    `${schedule.jobs.size} jobs`,
    `inlet up to ${formatText(inlet, 'celsius')}`,
    ...(held > 0 ? [`${held} held for heat or power`] : []),
  ];
}

/** Without the power cap, which is normal at full load. */
const heat = reasonBits.sw_thermal | reasonBits.hw_thermal | reasonBits.power_brake;
