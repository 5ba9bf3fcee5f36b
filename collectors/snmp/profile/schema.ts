import { z } from 'zod';
import { facilityGroups, severities } from '#lib/metrics/facility.ts';
import { deviceFamilies } from '../reading.ts';
import { identityFields, mechanisms } from './profile.ts';

/*
 * A profile as it is written. YAML is read without guessing (3.10 is not the number 3.1): every
 * scalar arrives as text. docs/adding-a-device.md explains the words.
 */

const numeric = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, 'must be a number')
  .transform(Number);
const oid = z.string().regex(/^\d+(\.\d+)*$/, 'must be dotted numbers');
const yes = z.enum(['true', 'false']).transform((word) => word === 'true');
const pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(text, 'i');
  } catch {
    context.addIssue({ code: 'custom', message: `"${text}" is not a regular expression` });
    return z.NEVER;
  }
});

/** `{ ok: on line }`, or only the text where the device does not judge. */
const stateSchema = z.union([z.string(), z.partialRecord(z.enum(severities), z.string())]);

const sourceObject = z.strictObject({
  column: oid.or(z.string()).optional(),
  /** `first`, `1`, `1-2`, `-1`. */
  index: z
    .string()
    .regex(/^(first|-?\d+(\s*-\s*\d+)?)$/, 'must be first, a part such as 1 or -1, or parts 1-2')
    .optional(),
  /** Another value of the row that is the index. */
  via: z.string().optional(),
  pattern: pattern.optional(),
  map: z.record(z.string(), z.string()).optional(),
  otherwise: z.string().optional(),
  signed: yes.optional(),
});
/** A column, a scalar (ends in .0), one of the table's named columns, `index` or `index.2`. */
export const sourceSchema = z.union([z.string().min(1), sourceObject]);
export type SourceFile = z.output<typeof sourceSchema>;

const words = z.array(z.string()).min(1);
const conditionSchema = z
  .strictObject({ of: sourceSchema, in: words.optional(), notIn: words.optional() })
  .refine((condition) => (condition.in === undefined) !== (condition.notIn === undefined), {
    message: 'must have one of in and notIn',
  });
export type ConditionFile = z.output<typeof conditionSchema>;

const noneSchema = z.strictObject({
  values: z.array(numeric).optional(),
  below: numeric.optional(),
  above: numeric.optional(),
});
export type NoneFile = z.output<typeof noneSchema>;

/** A number alone is a column. */
const limit = z.union([sourceSchema, z.strictObject({ number: numeric })]);
export type LimitFile = z.output<typeof limit>;

const limitsSchema = z.strictObject({
  is: sourceSchema.optional(),
  criticalLow: limit.optional(),
  warningLow: limit.optional(),
  warningHigh: limit.optional(),
  criticalHigh: limit.optional(),
});

const scaleSchema = z.union([
  z.strictObject({ decimals: sourceSchema }),
  z.strictObject({ exponent: sourceSchema, precision: sourceSchema }),
  z.strictObject({ multiplier: sourceSchema }),
  z.strictObject({ divisor: sourceSchema }),
]);
export type ScaleFile = z.output<typeof scaleSchema>;

/** What a table may say for all of its sensors. */
const shared = {
  name: z.string().optional(),
  group: z.union([z.enum(facilityGroups), sourceObject]).optional(),
  none: noneSchema.optional(),
  when: z.array(conditionSchema).optional(),
};

const sensorSchema = z
  .strictObject({
    ...shared,
    value: sourceSchema,
    per: z.union([sourceSchema, z.array(sourceSchema).min(1)]).optional(),
    is: sourceSchema.optional(),
    states: z.record(z.string(), stateSchema).optional(),
    scale: scaleSchema.optional(),
    severity: sourceSchema.optional(),
    limits: limitsSchema.optional(),
  })
  .refine((sensor) => (sensor.is === undefined) !== (sensor.states === undefined), {
    message: 'must have one of is and states',
  });
export type SensorFile = z.output<typeof sensorSchema>;

const tableSchema = z.strictObject({
  ...shared,
  base: oid.optional(),
  columns: z.record(z.string().regex(/^[a-z]\w*$/i), sourceSchema).optional(),
  sensors: z.array(sensorSchema).min(1),
});
export type TableFile = z.output<typeof tableSchema>;

const probeSchema = z.union([
  oid.transform((text) => ({ oid: text, matches: undefined })),
  z.strictObject({ oid, matches: pattern.optional() }),
]);

const matchSchema = z
  .strictObject({
    objectId: z.array(oid).optional(),
    description: pattern.optional(),
    probe: z.array(probeSchema).optional(),
  })
  .refine((match) => Object.keys(match).length > 0, { message: 'must say something' });

export const profileSchema = z.strictObject({
  title: z.string(),
  family: z.enum(deviceFamilies).default('other'),
  vendor: z.string().optional(),
  extends: z.array(z.string()).default([]),
  generic: yes.default(false),
  replaces: z.array(z.string()).default([]),
  base: oid.optional(),
  match: matchSchema.optional(),
  identity: z
    .partialRecord(z.enum(identityFields), z.union([sourceSchema, z.array(sourceSchema)]))
    .default({}),
  mechanisms: z.array(z.enum(mechanisms)).default([]),
  tables: z.record(z.string(), tableSchema).default({}),
});
export type ProfileFile = z.output<typeof profileSchema>;
