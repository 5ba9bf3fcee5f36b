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

/**
 * A threshold over one field. It fires after the value has been beyond `threshold` for
 * `forSeconds`, and resolves once it has been back past `clearThreshold` (hysteresis).
 */
export const ruleInputSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    measurement: identifier,
    field: identifier,
    /** Tag (or inventory name such as rack) → accepted values; empty matches everything. */
    match: z.record(z.string().max(64), z.array(z.string().max(255)).min(1).max(100)).default({}),
    comparison: z.enum(['above', 'below']),
    threshold: z.number(),
    clearThreshold: z.number(),
    forSeconds: z.number().int().min(0).max(86_400).default(0),
    severity: severitySchema,
    summary: z.string().max(500).default(''),
    runbookUrl: z.union([z.url({ protocol: /^https?$/ }), z.literal('')]).default(''),
    enabled: z.boolean().default(true),
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
export type RuleInput = z.infer<typeof ruleInputSchema>;
export type Rule = RuleInput & { readonly id: string };

/** Where one series stands under one rule. A gap changes nothing: it never resolves an alert. */
export type AlertState =
  | { readonly kind: 'inactive' }
  | { readonly kind: 'pending'; readonly sinceMs: number; readonly value: number }
  | { readonly kind: 'firing'; readonly sinceMs: number; readonly value: number };

export interface Alert {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly severity: Severity;
  readonly fingerprint: string;
  readonly labels: Tags;
  readonly state: Exclude<AlertState, { kind: 'inactive' }>;
  readonly threshold: number;
  readonly summary: string;
  readonly runbookUrl: string;
}

/** One step of an alert's history. */
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
