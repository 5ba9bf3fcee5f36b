import type { Receiver as ReceiverRow } from '#lib/db/generated/client.ts';
import type { Receiver } from '#lib/model/receiver.ts';

/** What may be shown of a receiver: its address is cut after the host. */
export function receiverFromRow(row: ReceiverRow, waiting: number): Receiver {
  const { id, name, sendResolved, enabled, lastError } = row;
  return {
    id,
    name,
    origin: new URL(row.url).origin,
    sendResolved,
    enabled,
    lastDeliveredAtMs: row.lastDeliveredAt?.getTime() ?? null,
    lastError,
    waiting,
  };
}
