import { z } from 'zod';

const identifier = z.string().min(1).max(128);

export const subscribeSchema = z.strictObject({
  type: z.literal('subscribe'),
  /** Chosen by the client; names the subscription in every answer. */
  id: z.string().min(1).max(64),
  measurement: identifier,
  /**
   * `rate(name)` is the increase per second of the counter `name` between its two newest samples,
   * made by the server because a Float32 loses a large counter's last digits.
   */
  fields: z.array(identifier).min(1).max(64),
  match: z.record(identifier, z.array(z.string().max(255)).min(1).max(1000)).default({}),
  encoding: z.enum(['binary', 'json']).default('binary'),
  /** Binary frames may be deltas: what has changed since the frame before, where that is shorter. */
  delta: z.boolean().default(false),
  maxHz: z.number().min(0.01).max(10).default(1),
});
export type Subscribe = z.infer<typeof subscribeSchema>;

export const topics = ['alerts', 'events', 'device-events', 'training', 'agents'] as const;
export const topicSchema = z.enum(topics);
export type Topic = z.infer<typeof topicSchema>;

export const clientMessageSchema = z.discriminatedUnion('type', [
  subscribeSchema,
  z.strictObject({ type: z.literal('unsubscribe'), id: z.string().min(1).max(64) }),
  z.strictObject({
    type: z.literal('topic'),
    topic: topicSchema,
    /** Continue after this message number where the server still has it. */
    after: z.number().int().min(0).optional(),
  }),
  z.strictObject({ type: z.literal('leave'), topic: topicSchema }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** Entities and fields in the order in which the frames that follow carry them. */
export interface LayoutMessage {
  readonly type: 'layout';
  readonly id: string;
  /** Frames name the layout they were made for. */
  readonly layout: number;
  readonly measurement: string;
  readonly fields: readonly string[];
  readonly entities: readonly Readonly<Record<string, string>>[];
  /** True for entities whose samples are simulated, in the same order. */
  readonly simulated: readonly boolean[];
}

export interface JsonFrameMessage {
  readonly type: 'frame';
  readonly id: string;
  readonly layout: number;
  readonly seq: number;
  /** Epoch milliseconds at which the frame was made. */
  readonly time: number;
  /** One array a field, one value an entity, null = gap. */
  readonly values: readonly (readonly (number | null)[])[];
  /** Epoch milliseconds of the newest sample of each entity; null = none of the fields has one. */
  readonly sampleTimes: readonly (number | null)[];
}

export interface TopicMessage {
  readonly type: 'topic';
  readonly topic: Topic;
  readonly seq: number;
  readonly time: number;
  readonly payload: unknown;
}

/** Answers `topic`: messages after `seq` follow. Numbers grow for ever, also over a restart. */
export interface JoinedMessage {
  readonly type: 'joined';
  readonly topic: Topic;
  readonly seq: number;
  /** True when messages after the `after` asked for are gone: read the state from the API. */
  readonly missed: boolean;
}

export interface ErrorMessage {
  readonly type: 'error';
  readonly id: string | null;
  readonly error: string;
}

/** Sent at once after connecting and every 10 s without frames: tells a silent stream from a dead one. */
export interface HeartbeatMessage {
  readonly type: 'heartbeat';
  readonly time: number;
}

export type ServerMessage =
  LayoutMessage | JsonFrameMessage | TopicMessage | JoinedMessage | ErrorMessage | HeartbeatMessage;
