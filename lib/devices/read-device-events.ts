import { deviceEventFields } from '#lib/model/device-event.ts';
import type { DeviceEvent } from '#lib/model/device-report.ts';
import type { Services } from '#lib/services.ts';
import { clockAheadMs } from '#lib/store/clock-ahead.ts';
import type { Match } from '#lib/store/store.ts';
import { deviceEventOfRow } from './device-event-row.ts';

const days = 30;
const dayMs = 86_400_000;
export interface RecentDeviceEvents {
  /** Newest first. */
  readonly items: readonly DeviceEvent[];
  /** Every event since then is among them. */
  readonly sinceMs: number;
}

/** The newest events of the last 30 days, as many as a feed holds. */
export async function readDeviceEvents(
  { store }: Pick<Services, 'store'>,
  match: Match,
  nowMs: number,
  signal: AbortSignal,
  most = 100,
): Promise<RecentDeviceEvents> {
  const startMs = nowMs - days * dayMs;
  const rows = await store.points(
    {
      ...{ measurement: 'device_event', fields: deviceEventFields, match, limit: most + 1 },
      ...{ startMs, endMs: nowMs + clockAheadMs },
    },
    signal,
  );
  const items = rows.slice(0, most).map(deviceEventOfRow);
  // The oldest millisecond may have held more than fitted.
  const oldestMs = (items.at(-1)?.timeMs ?? startMs) + 1;
  return { items, sinceMs: rows.length > most ? oldestMs : startMs };
}
