import { z } from 'zod';
import type { Bus } from '#lib/bus/bus.ts';
import { decodeJson, encodeJson } from '#lib/bus/json-message.ts';
import { sweepSchema } from '#lib/devices/sweep-view.ts';
import { ruleStatusSchema } from '#lib/alerting/answer-schemas.ts';
import { agentMessageSchema } from '#lib/wire/control.ts';

const host = z.string().min(1).max(255);

/** Something changed at one server that others keep in memory. */
const noticeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('places') }),
  z.strictObject({ kind: z.literal('rules') }),
  z.strictObject({ kind: z.literal('token-revoked'), id: z.string().max(255) }),
  /** The server at which that host's agent is connected reads its devices and tells it. */
  z.strictObject({ kind: z.literal('assignments'), host }),
  z.strictObject({ kind: z.literal('device-message'), host, message: agentMessageSchema }),
  z.strictObject({ kind: z.literal('sweep'), sweep: sweepSchema }),
  z.strictObject({ kind: z.literal('watching'), statuses: z.array(ruleStatusSchema).max(5_000) }),
]);
export type Notice = z.output<typeof noticeSchema>;

/** What servers tell each other so that nobody shows what is not so any more. */
export interface Notices {
  send(notice: Notice): void;
}

export function openNotices(bus: Bus, receive: (notice: Notice) => void): Notices {
  bus.subscribe('notices', (data) => receive(decodeJson(noticeSchema, data)));
  return { send: (notice) => bus.publish('notices', encodeJson(notice)) };
}
