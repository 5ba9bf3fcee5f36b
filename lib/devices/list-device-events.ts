import { z } from 'zod';
import { pageSchema, pageShape, type Page } from '#lib/api/page.ts';
import { matchParameter, timeParameter } from '#lib/api/parameters.ts';
import { pageEvents } from '#lib/fleet/page-events.ts';
import { deviceEventFields } from '#lib/model/device-event.ts';
import { deviceEventSchema, type DeviceEvent } from '#lib/model/device-report.ts';
import type { Services } from '#lib/services.ts';
import { deviceEventOfRow } from './device-event-row.ts';

export const deviceEventsQuerySchema = z.strictObject({
  ...pageShape,
  start: timeParameter.optional().describe('RFC 3339 or epoch milliseconds; a day before `end`'),
  end: timeParameter.optional().describe('exclusive; now unless said'),
  match: matchParameter.default({}),
});
export type DeviceEventsQuestion = z.output<typeof deviceEventsQuerySchema>;

export const deviceEventPageSchema = pageSchema(deviceEventSchema);

/**
 * What polled devices told, newest first. @throws Refusal when the range is empty or longer than 400
 * days
 */
export async function listDeviceEvents(
  { store }: Pick<Services, 'store'>,
  question: DeviceEventsQuestion,
  nowMs: number,
  signal: AbortSignal,
): Promise<Page<DeviceEvent>> {
  const about = {
    measurement: 'device_event',
    fields: deviceEventFields,
    match: question.match,
  };
  const { rows, next } = await pageEvents(store, about, question, nowMs, signal);
  return { items: rows.map(deviceEventOfRow), next };
}
