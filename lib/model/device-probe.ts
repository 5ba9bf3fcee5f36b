import { z } from 'zod';
import { countAddresses, parseAddressRange } from './address-range.ts';
import { snmpCredentialsSchema, snmpTargetSchema } from './snmp-target.ts';

const text = z.string().max(500);
const textOrNull = text.nullable();
const target = snmpTargetSchema.shape;

/** A device to be tried out: nothing of it is kept. */
export const probeTargetSchema = z.strictObject({
  address: target.address,
  port: target.port,
  profile: z.string().min(1).max(64).nullable().default(null),
  credentials: snmpCredentialsSchema,
});
export type ProbeTarget = z.infer<typeof probeTargetSchema>;

/** What a test recognised, and what it did not. */
export const recognisedSchema = z.strictObject({
  profile: text,
  family: text,
  vendor: textOrNull,
  model: textOrNull,
  serial: textOrNull,
  version: textOrNull,
  systemName: textOrNull,
  systemDescription: textOrNull,
  objectId: textOrNull,
  pollSeconds: z.number(),
  /** How many there are of each kind. */
  sensorKinds: z.array(z.strictObject({ kind: text, count: z.number().int() })).max(50),
  /** The first of them. */
  sensors: z
    .array(
      z.strictObject({
        name: text,
        kind: text,
        group: text,
        value: z.number(),
        state: textOrNull,
        severity: textOrNull,
      }),
    )
    .max(200),
  interfaceCount: z.number().int(),
  interfaces: z.array(text).max(100),
  neighbourCount: z.number().int(),
  /** What could not be read while the rest could, a sentence each. */
  problems: z.array(text).max(50),
});
export type Recognised = z.infer<typeof recognisedSchema>;

export const testOutcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('recognised'), device: recognisedSchema }),
  z.strictObject({ kind: z.literal('failed'), problem: text }),
]);
export type TestOutcome = z.infer<typeof testOutcomeSchema>;

export const mostSweepAddresses = 4096;

const rangeSchema = z
  .string()
  .trim()
  .max(64)
  .refine(
    (range) => parseAddressRange(range) !== null,
    'must be IPv4 addresses such as 10.0.3.0/24, 10.0.3.10-10.0.3.90 or 10.0.3.10-90',
  );

/** Which addresses to ask, and how. */
export const sweepRequestSchema = z.strictObject({
  ranges: z
    .array(rangeSchema)
    .min(1)
    .max(64)
    .refine(
      (ranges) => countAll(ranges) <= mostSweepAddresses,
      `must be at most ${mostSweepAddresses} addresses together`,
    ),
  ports: z.array(z.number().int().min(1).max(65_535)).min(1).max(4).default([161]),
  /** Tried in this order; the first that is answered is kept for the preview. */
  credentials: z.array(snmpCredentialsSchema).min(1).max(8),
  requestsPerSecond: z.number().int().min(1).max(500).default(50),
});
export type SweepRequest = z.infer<typeof sweepRequestSchema>;

function countAll(ranges: readonly string[]): number {
  return ranges.reduce((sum, range) => {
    const parsed = parseAddressRange(range);
    return sum + (parsed ? countAddresses(parsed) : 0);
  }, 0);
}

/** A device that answered a sweep. Nothing is added by it. */
export const sweepFindSchema = z.strictObject({
  address: z.string().max(64),
  port: z.number().int(),
  /** Which of the credentials that were given it answered to, counted from 0. */
  credentials: z.number().int().min(0).max(7),
  systemName: textOrNull,
  systemDescription: textOrNull,
  objectId: textOrNull,
  profile: textOrNull,
  family: textOrNull,
});
export type SweepFind = z.infer<typeof sweepFindSchema>;
