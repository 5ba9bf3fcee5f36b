import { z } from 'zod';
import { placeIdSchema } from './place.ts';
import { deviceNameSchema, snmpCredentialsSchema, snmpTargetSchema } from './snmp-target.ts';

const target = snmpTargetSchema.shape;
const hostName = z.string().min(1).max(255);
const intervalSeconds = z.number().int().min(5).max(3600);
const profile = z.string().min(1).max(64).nullable();
const feed = z.string().trim().min(1).max(40).nullable();
const positionU = z.number().int().min(1).max(60).nullable();
const heightU = z.number().int().min(1).max(60);

/** A device to add. The credentials go in here and never come out again. */
export const deviceInputSchema = z.strictObject({
  name: deviceNameSchema,
  address: target.address,
  port: target.port,
  intervalSeconds: intervalSeconds.default(30),
  /** Name of the profile where the device is not to be asked what it is. */
  profile: profile.default(null),
  /** Host whose agent polls it. */
  polledBy: hostName,
  /** Power feed it belongs to, such as A or B. */
  feed: feed.default(null),
  rackId: placeIdSchema.nullable().default(null),
  /** Lowest U it occupies, counted from 1 at the bottom; null = somewhere in the rack. */
  positionU: positionU.default(null),
  heightU: heightU.default(1),
  credentials: snmpCredentialsSchema,
});
export type DeviceInput = z.infer<typeof deviceInputSchema>;

/** What is not named stays as it is; credentials are replaced whole. */
export const deviceChangeSchema = z
  .strictObject({
    name: deviceNameSchema,
    address: target.address,
    port: z.number().int().min(1).max(65_535),
    intervalSeconds,
    profile,
    polledBy: hostName,
    feed,
    rackId: placeIdSchema.nullable(),
    positionU,
    heightU,
    credentials: snmpCredentialsSchema,
  })
  .partial();
export type DeviceChange = z.infer<typeof deviceChangeSchema>;

/** All that is ever shown of credentials. */
export const deviceAccessSchema = z.strictObject({
  version: z.enum(['1', '2c', '3']),
  /** User name of version 3. */
  user: z.string().nullable(),
  auth: z.string().nullable(),
  privacy: z.string().nullable(),
  set: z.literal(true),
});
export type DeviceAccess = z.infer<typeof deviceAccessSchema>;

/** A device of the server's own list. */
export const polledDeviceSchema = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  port: z.number(),
  intervalSeconds: z.number(),
  profile: z.string().nullable(),
  polledBy: z.string(),
  feed: z.string().nullable(),
  rackId: z.string().nullable(),
  positionU: z.number().nullable(),
  heightU: z.number(),
  credentials: deviceAccessSchema,
  /** Why it cannot be polled from here: its credentials cannot be read. */
  problem: z.string().nullable(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
});
export type PolledDevice = z.infer<typeof polledDeviceSchema>;
