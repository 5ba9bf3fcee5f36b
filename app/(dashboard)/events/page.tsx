import type { Metadata } from 'next';
import { readRecentEvents } from '#lib/fleet/read-recent-events.ts';
import { parseTimeRange, timeRangeBounds } from '#lib/model/time-range.ts';
import { getServices } from '#lib/services.ts';
import { EventTable } from '#components/events/event-table.tsx';
import { GpuEvents } from '#components/events/gpu-events.tsx';
import { Crumbs } from '#components/frame/crumbs.tsx';
import { GpuSections } from '#components/gpu/gpu-sections.tsx';
import { Panel } from '#components/ui/panel.tsx';

export const metadata: Metadata = { title: 'Events' };

const timeoutMs = 10_000;

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
  const recent = await readRecentEvents(getServices(), {}, nowMs, AbortSignal.timeout(timeoutMs));
  return (
    <>
      <Crumbs trail={[{ label: 'GPUs', href: '/gpus' }, { label: 'Events' }]} />
      <GpuSections />
      <GpuEvents initial={recent.items} completeSinceMs={recent.sinceMs}>
        <Panel title="What happened to GPUs" note="newest first" flush>
          <EventTable startMs={startMs} endMs={range.kind === 'absolute' ? endMs : null} />
        </Panel>
      </GpuEvents>
    </>
  );
}
