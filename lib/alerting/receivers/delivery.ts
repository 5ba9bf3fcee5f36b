import type { NotificationGroup } from '../group.ts';

/** Where notifications go. The URL may hold a secret: neither it nor a part of it is logged. */
export interface ReceiverTarget {
  readonly id: string;
  readonly name: string;
  readonly url: string;
}

export type DeliveryOutcome =
  | { readonly kind: 'delivered' }
  /** Worth another try, not before `retryAfterMs` when the receiver named one. */
  | { readonly kind: 'failed'; readonly reason: string; readonly retryAfterMs: number | null }
  /** The receiver understood and said no: the same again would be refused again. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Tells one receiver of one group. Never throws for what a receiver or a network may do. */
export type Deliver = (
  receiver: ReceiverTarget,
  group: NotificationGroup,
  signal: AbortSignal,
) => Promise<DeliveryOutcome>;
