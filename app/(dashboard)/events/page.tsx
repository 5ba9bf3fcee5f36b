import type { Metadata } from 'next';
import { readRecentEvents } from '#lib/fleet/read-recent-events.ts';
import { liveRange, parseTimeRange, timeRangeBounds } from '#lib/model/time-range.ts';
import { getServices } from '#lib/services.ts';
import { EventTable } from '#components/events/event-table.tsx';
import { GpuEvents } from '#components/events/gpu-events.tsx';
import { Crumbs } from '#components/frame/crumbs.tsx';
import { GpuSections } from '#components/gpu/gpu-sections.tsx';
import { Panel } from '#components/ui/panel.tsx';

export const metadata: Metadata = { title: 'Events' };

const timeoutMs = 10_000;
const recentMs = 30 * 86_400_000;
const liveSeconds = liveRange.kind === 'relative' ? liveRange.seconds : 0;

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function EventsPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const text = (name: string): string | null => {
    const value = parameters[name];
    return typeof value === 'string' ? value : null;
  };
  const range = parseTimeRange({ range: text('range'), from: text('from'), to: text('to') });
  const nowMs = Date.now();
  const { startMs, endMs } = timeRangeBounds(range, nowMs);
  const isLive = range.kind === 'relative' && range.seconds === liveSeconds;
  const recent = await readRecentEvents(getServices(), {}, nowMs, AbortSignal.timeout(timeoutMs));
  return (
    <>
      <Crumbs trail={[{ label: 'GPUs', href: '/gpus' }, { label: 'Events' }]} />
      <GpuSections />
      <GpuEvents initial={recent.items} completeSinceMs={recent.sinceMs}>
        <Panel
          title="What happened to GPUs"
          note={isLive ? 'as it happens, and in the last 30 days' : 'in the chosen part of time'}
          flush
        >
          <EventTable
            // Live shows five minutes of charts; a list of them would be empty on a good day.
            startMs={isLive ? nowMs - recentMs : startMs}
            endMs={range.kind === 'absolute' ? endMs : null}
          />
        </Panel>
      </GpuEvents>
    </>
  );
}
