import { z } from 'zod';
import { deviceSchema, workloadSchema } from '#lib/model/run.ts';
import { deviceCommandSchemas, deviceReportSchemas } from './device-messages.ts';

/** WebSocket path an agent dials; it authenticates with `Authorization: Bearer <agent token>`. */
export const controlPath = '/api/agent/control';
export const controlProtocol = 'isotherm.control.v1';

const text = z.string().max(500);

/** First message of an agent, and again when what it has changes. */
export const helloSchema = z.strictObject({
  type: z.literal('hello'),
  host: z.string().min(1).max(255),
  version: text,
  collectors: z
    .array(z.strictObject({ name: text, supported: z.boolean(), reason: text.optional() }))
    .max(100),
  training: z.strictObject({
    /** Only what the agent's own configuration allows is offered. */
    allowed: z.boolean(),
    workloads: z.array(workloadSchema).max(100),
    devices: z.array(deviceSchema).max(100),
  }),
});

/** Agent → server. */
export const agentMessageSchema = z.discriminatedUnion('type', [
  helloSchema,
  z.strictObject({
    type: z.literal('run-state'),
    run: z.string().min(1).max(64),
    state: z.enum(['running', 'finished', 'stopped', 'failed', 'refused']),
    reason: text.optional(),
  }),
  ...deviceReportSchemas,
]);
export type AgentMessage = z.infer<typeof agentMessageSchema>;

/** Server → agent. */
export const commandSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('run-start'),
    run: z.string().min(1).max(64),
    workload: workloadSchema,
    device: deviceSchema,
    seed: z.number().int().min(0).max(0xffff_ffff),
    seconds: z.number().int().min(1).max(86_400),
  }),
  z.strictObject({ type: z.literal('run-stop'), run: z.string().min(1).max(64) }),
  ...deviceCommandSchemas,
]);
export type Command = z.infer<typeof commandSchema>;

type Typed<Message extends { readonly type: string }, Prefix extends string> = Extract<
  Message,
  { readonly type: `${Prefix}${string}` }
>;
/** Commands about polled devices. */
export type DeviceCommand = Typed<Command, 'snmp-'>;
/** What an agent answers to them. */
export type DeviceMessage = Typed<AgentMessage, 'snmp-'>;
/** Commands about training runs. */
export type RunCommand = Exclude<Command, DeviceCommand>;
