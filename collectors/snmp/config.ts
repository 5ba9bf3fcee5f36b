import { z } from 'zod';
import { listenAddress } from '#lib/config/listen-address.ts';
import { snmpCredentialsSchema, snmpTargetSchema } from '#lib/model/snmp-target.ts';
import { withSecrets } from './secret-files.ts';

/** Credentials as the file writes them: each secret itself, or the file that holds it. */
const credentials = z
  .looseObject({ version: z.enum(['1', '2c', '3']) })
  .transform(withSecrets)
  .pipe(snmpCredentialsSchema);

/** What targets have in common; a target says only what differs. */
const defaultsSchema = z.strictObject({
  credentials: credentials.optional(),
  port: snmpTargetSchema.shape.port.unwrap().optional(),
  intervalSeconds: snmpTargetSchema.shape.intervalSeconds.unwrap().optional(),
});

const targetSchema = z.strictObject({
  ...snmpTargetSchema.shape,
  port: snmpTargetSchema.shape.port.unwrap().optional(),
  intervalSeconds: snmpTargetSchema.shape.intervalSeconds.unwrap().optional(),
  credentials: credentials.optional(),
});

const trapsSchema = z.strictObject({
  /** Such as 0.0.0.0:162; ports below 1024 need the right to bind them. */
  listen: listenAddress,
  /** Who may send: communities and users. Those of the targets may, too. */
  credentials: z.array(credentials).max(100).default([]),
  /** Traps of one sender that become events; more in a second are counted and dropped. */
  perSecond: z.number().int().min(1).max(1000).default(20),
});

export const configSchema = z
  .strictObject({
    targets: z.array(targetSchema).max(10_000).default([]),
    defaults: defaultsSchema.default({}),
    /** Polls at the same time. */
    concurrency: z.number().int().min(1).max(1000).default(32),
    /** How long one poll may take; never more than nine tenths of the device's interval. */
    pollTimeoutSeconds: z.number().min(0.1).max(600).default(20),
    /** How long one request waits for its answer before it is sent again. */
    requestTimeoutMs: z.number().int().min(50).max(60_000).default(2000),
    /** How often it is sent again. */
    retries: z.number().int().min(0).max(10).default(2),
    /** A directory of device profiles of one's own, over those that come with Isotherm. */
    profiles: z.string().min(1).max(4096).optional(),
    /** Absent: nothing listens. */
    traps: trapsSchema.optional(),
  })
  .transform(({ targets, defaults, ...rest }, context) => {
    const whole = targets.map((target) => ({ ...defaults, ...target }));
    const parsed = z.array(snmpTargetSchema).safeParse(whole);
    for (const { path, message } of parsed.error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: ['targets', ...path], message });
    }
    const names = new Set<string>();
    for (const [at, { name }] of targets.entries()) {
      const path = ['targets', at, 'name'];
      if (names.has(name)) context.addIssue({ code: 'custom', path, message: 'is given twice' });
      names.add(name);
    }
    return { ...rest, targets: parsed.data ?? [] };
  });
export type SnmpConfig = z.output<typeof configSchema>;
