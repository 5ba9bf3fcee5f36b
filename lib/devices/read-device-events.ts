import type { DeviceEvent } from '#lib/model/device-report.ts';
import type { Severity } from '#lib/model/alert.ts';
import type { Services } from '#lib/services.ts';
import { clockAheadMs } from '#lib/store/clock-ahead.ts';
import type { LatestRow, Match } from '#lib/store/store.ts';

const days = 30;
const dayMs = 86_400_000;
const fields = [
  'title',
  'message',
  'meaning',
  'action',
  'severity',
  'subject',
  'trap',
  'source',
] as const;

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
      ...{ measurement: 'device_event', fields, match, limit: most + 1 },
      ...{ startMs, endMs: nowMs + clockAheadMs },
    },
    signal,
  );
  const items = rows.slice(0, most).map(eventOf);
  // The oldest millisecond may have held more than fitted.
  const oldestMs = (items.at(-1)?.timeMs ?? startMs) + 1;
  return { items, sinceMs: rows.length > most ? oldestMs : startMs };
}

function eventOf({ tags, timeMs, values }: LatestRow): DeviceEvent {
  const { device = '', kind = '' } = tags;
  const text = (field: (typeof fields)[number]): string | null => {
    const value = values[fields.indexOf(field)] ?? null;
    return value === null || value === '' ? null : String(value);
  };
  const subject = text('subject');
  return {
    key: [timeMs, device, kind, subject ?? ''].join(' '),
    timeMs,
    device,
    kind,
    severity: severityOf(text('severity')),
    title: text('title') ?? kind.replaceAll('_', ' '),
    message: text('message'),
    meaning: text('meaning'),
    action: text('action'),
    subject,
    trap: text('trap'),
    source: text('source'),
    simulated: tags['simulated'] === 'true',
  };
}

/** What nobody graded alarms nobody. */
function severityOf(text: string | null): Severity {
  return text === 'critical' || text === 'warning' ? text : 'info';
}
