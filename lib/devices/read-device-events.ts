import { recentEvents, type RecentEvents } from '#lib/fleet/recent-events.ts';
import type { DeviceEvent } from '#lib/model/device-report.ts';
import type { Services } from '#lib/services.ts';
import type { Match } from '#lib/store/store.ts';
import { listDeviceEvents } from './list-device-events.ts';

/** What devices told lately, as much as a feed holds. */
export function readDeviceEvents(
  services: Pick<Services, 'store'>,
  match: Match,
  nowMs: number,
  signal: AbortSignal,
): Promise<RecentEvents<DeviceEvent>> {
  return recentEvents(
    (question) => listDeviceEvents(services, { ...question, match }, nowMs, signal),
    nowMs,
  );
}
