'use client';

import Link from 'next/link';
import type { DeviceEvent } from '#lib/model/device-report.ts';
import { MomentLink } from '#components/events/moment-link.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Simulated } from '#components/ui/simulated.tsx';
import { Status } from '#components/ui/status.tsx';
import { useDeviceEvents } from './device-events.tsx';
import { deviceHref } from './device-href.ts';

/** What devices told, newest first, as it happens; each leads to its moment on the charts. */
export function DeviceFeed({
  most,
  ofMany = false,
  className = '',
}: {
  most: number;
  /** Whether each event names its device. */
  ofMany?: boolean;
  className?: string;
}) {
  const events = useDeviceEvents().slice(0, most);
  return (
    <Panel
      title="Events"
      note="traps and what polls saw change, newest first"
      flush={events.length > 0}
      className={className}
    >
      {events.length === 0 ? (
        <p className="text-pretty text-muted">
          Nothing in the last 30 days. Traps, restarts and states that change show up here the
          second they are told.
        </p>
      ) : (
        <ol
          aria-label="Events"
          // A list that scrolls is reached with the keyboard.
          tabIndex={0}
          className="max-h-[max(20rem,45dvh)] divide-y divide-border overflow-y-auto border-t border-border focus-visible:-outline-offset-2"
        >
          {events.map((event) => (
            <FeedItem key={event.key} event={event} ofMany={ofMany} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function FeedItem({ event, ofMany }: { event: DeviceEvent; ofMany: boolean }) {
  return (
    <li className="flex items-start gap-3 px-4 py-2.5">
      <Status level={event.severity} className="mt-1">
        <span className="sr-only">{event.severity}</span>
      </Status>
      <div className="min-w-0 flex-1 text-sm">
        <div className="flex items-baseline gap-3">
          <p className="min-w-0 flex-1 text-pretty">
            <span className="font-medium">{event.title}</span>
            {event.subject !== null && <span className="text-muted"> · {event.subject}</span>}
          </p>
          <MomentLink timeMs={event.timeMs} />
        </div>
        {ofMany && (
          <p className="flex items-center gap-2 text-xs text-muted">
            <Link href={deviceHref(event.device)} className="hover:text-text hover:underline">
              {event.device}
            </Link>
            <Simulated when={event.simulated} />
          </p>
        )}
        {event.meaning !== null && <p className="text-pretty text-muted">{event.meaning}</p>}
        {event.action !== null && <p className="text-pretty">{event.action}</p>}
        {event.message !== null && (
          <p className="mt-0.5 font-mono text-xs break-words text-faint">
            {[event.source, event.message].filter((part) => part !== null).join(' · ')}
          </p>
        )}
      </div>
    </li>
  );
}
