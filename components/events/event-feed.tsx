'use client';

import Link from 'next/link';
import { codeName, type GpuEvent } from '#lib/model/gpu-event.ts';
import { gpuHref, shortGpu } from '#components/gpu/gpu-name.ts';
import { Simulated } from '#components/ui/simulated.tsx';
import { Status } from '#components/ui/status.tsx';
import { useGpuEvents } from './gpu-events.tsx';
import { MomentLink } from './moment-link.tsx';

/** What happened, newest first, as it happens; each leads to its moment on the charts. */
export function EventFeed({
  most,
  names,
  brief = false,
}: {
  /** How many are listed. */
  most: number;
  /** What GPUs are called here; absent where all events are of one GPU. */
  names?: Readonly<Record<string, string>>;
  /** Title and place only. */
  brief?: boolean;
}) {
  const events = useGpuEvents().slice(0, most);
  if (events.length === 0) {
    return (
      <p className="px-4 pb-4 text-pretty text-muted">
        Nothing in the last 30 days. Xids, memory errors, losses and resets show up here the second
        they are told.
      </p>
    );
  }
  return (
    <ol
      aria-label="Events"
      className="max-h-[max(24rem,45dvh)] divide-y divide-border overflow-y-auto border-t border-border"
    >
      {events.map((event) => (
        <li key={event.key} className="flex items-start gap-3 px-4 py-2.5">
          <Status level={event.severity} className="mt-1">
            <span className="sr-only">{event.severity}</span>
          </Status>
          <div className="min-w-0 flex-1 text-sm">
            <div className="flex items-baseline gap-3">
              <p className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2 text-pretty">
                <EventTitle event={event} />
                {names && <EventPlace event={event} names={names} />}
              </p>
              <MomentLink timeMs={event.timeMs} />
            </div>
            {!brief && <EventWords event={event} />}
          </div>
        </li>
      ))}
    </ol>
  );
}

function EventTitle({ event }: { event: GpuEvent }) {
  const name = codeName(event);
  return (
    <span className="font-medium">
      {name !== null && name !== event.title && <>{name} · </>}
      {event.title}
    </span>
  );
}

function EventPlace({
  event,
  names,
}: {
  event: GpuEvent;
  names: Readonly<Record<string, string>>;
}) {
  return (
    <span className="inline-flex items-center gap-2 text-xs text-muted">
      {event.gpu === '' ? (
        event.host
      ) : (
        <Link href={gpuHref(event.gpu)} className="hover:text-text hover:underline">
          {names[event.gpu] ?? `${event.host} ${shortGpu(event.gpu)}`}
        </Link>
      )}
      <Simulated when={event.simulated} />
    </span>
  );
}

function EventWords({ event }: { event: GpuEvent }) {
  return (
    <>
      {event.meaning !== null && <p className="text-pretty text-muted">{event.meaning}</p>}
      {event.action !== null && <p className="text-pretty">{event.action}</p>}
      {(event.message !== null || event.process !== null) && (
        <p className="mt-0.5 font-mono text-xs break-words text-faint">
          {[event.process, event.message].filter((part) => part !== null).join(' · ')}
        </p>
      )}
    </>
  );
}
