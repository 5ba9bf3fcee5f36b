import { z } from 'zod';
import {
  probeTargetSchema,
  sweepFindSchema,
  sweepRequestSchema,
  testOutcomeSchema,
} from '#lib/model/device-probe.ts';
import { snmpTargetSchema } from '#lib/model/snmp-target.ts';

/** Devices one agent may be given to poll. */
export const mostTargets = 2000;
/** Bytes of a message with so many, each with the longest name, address and passphrases. */
export const targetsMessageBytes = 4 * 1024 * 1024;
/** Finds in one message; the rest follow in others. */
export const mostFinds = 32;

const request = z.string().min(1).max(64);

/** Server → agent. They hold secrets: none of it is logged or written to disk. */
export const deviceCommandSchemas = [
  /** The whole list, which replaces the one before. */
  z.strictObject({
    type: z.literal('snmp-targets'),
    targets: z.array(snmpTargetSchema).max(mostTargets),
  }),
  z.strictObject({ type: z.literal('snmp-test'), request, target: probeTargetSchema }),
  z.strictObject({ type: z.literal('snmp-sweep'), request, sweep: sweepRequestSchema }),
  z.strictObject({ type: z.literal('snmp-cancel'), request }),
] as const;

/** Agent → server. */
export const deviceReportSchemas = [
  z.strictObject({ type: z.literal('snmp-tested'), request, outcome: testOutcomeSchema }),
  z.strictObject({
    type: z.literal('snmp-swept'),
    request,
    /** Pairs of address and port that are done. */
    done: z.number().int().min(0),
    found: z.array(sweepFindSchema).max(mostFinds),
    state: z.enum(['running', 'finished', 'cancelled', 'failed']),
    problem: z.string().max(500).optional(),
  }),
] as const;
