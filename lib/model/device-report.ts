import { z } from 'zod';
import { severitySchema } from './alert.ts';
import { deviceFamilies } from './device-family.ts';
import { polledDeviceSchema } from './polled-device.ts';

const text = z.string().nullable();
const number = z.number().nullable();

/** What a device or its profile says of a sensor, and so of the device. */
export const sensorLevels = ['ok', 'warning', 'critical'] as const;
export type SensorLevel = (typeof sensorLevels)[number];
const level = z.enum(sensorLevels).nullable();

/** How polling a device goes; null = not known. */
export const pollHealthSchema = z.object({
  /** `silent`: nobody reports polls of it; `waiting`: nobody has yet. */
  state: z.enum(['up', 'down', 'silent', 'waiting']),
  timeMs: number,
  pollSeconds: number,
  lateSeconds: number,
  intervalSeconds: number,
  sensors: number,
  interfaces: number,
  /** Over the last hour. */
  p50Seconds: number,
  p99Seconds: number,
  timeouts: number,
  /** The newest problem of the last hour. */
  lastError: z.object({ timeMs: z.number(), text: z.string() }).nullable(),
});
export type PollHealth = Readonly<z.infer<typeof pollHealthSchema>>;

/** A polled device as lists show it, whether the server or an agent's own file names it. */
export const deviceSummarySchema = z.object({
  name: z.string(),
  /** Null: it stands in the file of the agent that polls it, or was removed within a day. */
  config: polledDeviceSchema.nullable(),
  family: z.enum(deviceFamilies).nullable(),
  vendor: text,
  model: text,
  profile: text,
  address: text,
  polledBy: text,
  feed: text,
  /** Where it says that it stands. */
  location: text,
  rack: z.object({ id: z.string(), name: z.string() }).nullable(),
  simulated: z.boolean(),
  poll: pollHealthSchema,
  /** The worst of its sensors. */
  severity: level,
});
export type DeviceSummary = Readonly<z.infer<typeof deviceSummarySchema>>;

export const deviceSensorSchema = z.object({
  name: z.string(),
  kind: z.string(),
  group: z.string(),
  unit: z.string(),
  timeMs: z.number(),
  value: number,
  state: text,
  severity: level,
  criticalLow: number,
  warningLow: number,
  warningHigh: number,
  criticalHigh: number,
});
export type DeviceSensor = Readonly<z.infer<typeof deviceSensorSchema>>;

/** Sensors of one part of a device, those of a kind together. */
export const sensorGroupSchema = z.object({
  group: z.string(),
  kinds: z.array(
    z.object({ kind: z.string(), unit: z.string(), sensors: z.array(deviceSensorSchema) }),
  ),
});
export type SensorGroup = Readonly<z.infer<typeof sensorGroupSchema>>;

/** What hangs at the other end of an interface, as far as it is known. */
export const linkEndSchema = z.object({
  kind: z.enum(['host', 'device']),
  name: z.string(),
  /** Null: it gave a port that is none of those known. */
  interface: text,
});
export type LinkEnd = Readonly<z.infer<typeof linkEndSchema>>;

export const neighbourSchema = z.object({
  remoteSystem: text,
  remotePort: text,
  remoteChassis: text,
  /** The host or device that it is, when it is one of ours. */
  end: linkEndSchema.nullable(),
});
export type Neighbour = Readonly<z.infer<typeof neighbourSchema>>;

export const deviceInterfaceSchema = z.object({
  device: z.string(),
  name: z.string(),
  alias: text,
  timeMs: z.number(),
  up: z.boolean().nullable(),
  adminUp: z.boolean().nullable(),
  speedBitsPerSecond: number,
  receiveBitsPerSecond: number,
  transmitBitsPerSecond: number,
  errorsPerSecond: number,
  dropsPerSecond: number,
  saturationRatio: number,
  neighbour: neighbourSchema.nullable(),
});
export type DeviceInterface = Readonly<z.infer<typeof deviceInterfaceSchema>>;

export const deviceEventSchema = z.object({
  key: z.string(),
  timeMs: z.number(),
  device: z.string(),
  kind: z.string(),
  severity: severitySchema,
  title: z.string(),
  message: text,
  meaning: text,
  action: text,
  subject: text,
  trap: text,
  source: text,
  simulated: z.boolean(),
});
export type DeviceEvent = Readonly<z.infer<typeof deviceEventSchema>>;

/** Everything a page about one device shows of now. */
export const deviceReportSchema = z.object({
  summary: deviceSummarySchema,
  /** What it is, by field of `snmp_info`. */
  info: z.record(z.string(), z.string()),
  uptimeSeconds: number,
  sensors: z.array(sensorGroupSchema),
  interfaces: z.array(deviceInterfaceSchema),
  /** Newest first; every one since `eventsSinceMs`. */
  events: z.array(deviceEventSchema),
  eventsSinceMs: z.number(),
});
export type DeviceReport = Readonly<z.infer<typeof deviceReportSchema>>;

/** A sensor with the device it belongs to. */
export type FleetSensor = DeviceSensor & { readonly device: string; readonly simulated: boolean };
