import type { ComponentProps } from 'react';
import { Panel } from '#components/ui/panel.tsx';
import { EventFeed } from './event-feed.tsx';

/** The feed with its head. */
export function EventPanel({
  className,
  ...feed
}: ComponentProps<typeof EventFeed> & { className?: string }) {
  return (
    <Panel title="Events" note="newest first" flush className={className ?? ''}>
      <EventFeed {...feed} />
    </Panel>
  );
}
