import { z } from 'zod';
import type { Tags } from './sample.ts';

/** critical = page now, warning = look today, info = for the log. */
export const severities = ['critical', 'warning', 'info'] as const;
export const severitySchema = z.enum(severities);
export type Severity = z.infer<typeof severitySchema>;

const identifier = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
  .max(128);

const sharedFields = {
  name: z.string().trim().min(1).max(120),
  measurement: identifier,
  field: identifier,
  /** Tag (or inventory name such as rack) → accepted values; empty matches everything. */
  match: z.record(z.string().max(64), z.array(z.string().max(255)).min(1).max(100)).default({}),
  severity: severitySchema,
  summary: z.string().max(500).default(''),
  runbookUrl: z.union([z.url({ protocol: /^https?$/ }), z.literal('')]).default(''),
  enabled: z.boolean().default(true),
};

/**
 * Fires after a value has been beyond `threshold` for `forSeconds`, and resolves once it is back
 * past `clearThreshold` (hysteresis). `gapSeconds` without a value break the wait for `forSeconds`.
 */
const thresholdRuleSchema = z
  .strictObject({
    kind: z.literal('threshold'),
    ...sharedFields,
    comparison: z.enum(['above', 'below']),
    threshold: z.number(),
    clearThreshold: z.number(),
    forSeconds: z.number().int().min(0).max(86_400).default(0),
    gapSeconds: z.number().int().min(2).max(86_400).default(60),
  })
  .refine(
    (rule) =>
      rule.comparison === 'above'
        ? rule.clearThreshold <= rule.threshold
        : rule.clearThreshold >= rule.threshold,
    {
      error: 'the clear level must lie on the healthy side of the threshold',
      path: ['clearThreshold'],
    },
  );

/** Fires when a series that was heard before has been silent for `forSeconds`; a value resolves it. */
const absenceRuleSchema = z.strictObject({
  kind: z.literal('absence'),
  ...sharedFields,
  forSeconds: z.number().int().min(5).max(86_400).default(60),
});

export const ruleInputSchema = z.discriminatedUnion('kind', [
  thresholdRuleSchema,
  absenceRuleSchema,
]);
export type RuleInput = z.infer<typeof ruleInputSchema>;

const id = z.string().min(1).max(64);
export const ruleSchema = z.discriminatedUnion('kind', [
  thresholdRuleSchema.safeExtend({ id }),
  absenceRuleSchema.safeExtend({ id }),
]);
export type Rule = Readonly<z.infer<typeof ruleSchema>>;
export type ThresholdRule = Extract<Rule, { kind: 'threshold' }>;
export type AbsenceRule = Extract<Rule, { kind: 'absence' }>;

/**
 * Where one series stands under one rule. A gap resolves nothing: `valueAtMs` tells how old the
 * value is. Under an absence rule the value is the length of the silence in seconds.
 */
export type AlertState =
  | { readonly kind: 'inactive' }
  | {
      readonly kind: 'pending' | 'firing';
      readonly sinceMs: number;
      readonly value: number;
      readonly valueAtMs: number;
    };
export type ActiveState = Exclude<AlertState, { kind: 'inactive' }>;

export interface Alert {
  readonly rule: Rule;
  /** 16 hex digits, the same from firing to resolved and over restarts. */
  readonly fingerprint: string;
  /** The series' own tags. */
  readonly tags: Tags;
  /** The tags and the inventory's names for where the thing stands now. */
  readonly labels: Tags;
  readonly state: ActiveState;
}

/** One step of an alert's history: only what began or ended a firing is kept. */
export interface AlertTransition {
  readonly id: string;
  readonly atMs: number;
  readonly ruleId: string;
  readonly ruleName: string;
  readonly severity: Severity;
  readonly fingerprint: string;
  readonly labels: Tags;
  readonly from: AlertState['kind'];
  readonly to: AlertState['kind'];
  readonly value: number | null;
}
