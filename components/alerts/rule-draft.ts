import type { Rule, RuleInput } from '#lib/model/alert.ts';

/** A rule as its form holds it: numbers are the text that was typed. */
export interface RuleDraft {
  readonly name: string;
  readonly kind: Rule['kind'];
  /** `measurement field`, as the picker's values are. */
  readonly metric: string;
  readonly comparison: 'above' | 'below';
  readonly threshold: string;
  readonly clearThreshold: string;
  readonly forSeconds: string;
  readonly gapSeconds: string;
  readonly severity: Rule['severity'];
  /** `rack=R01,R02 host=n1`. */
  readonly match: string;
  readonly summary: string;
  readonly runbookUrl: string;
}

export const newDraft: RuleDraft = {
  name: '',
  kind: 'threshold',
  metric: 'host cpu_ratio',
  comparison: 'above',
  threshold: '',
  clearThreshold: '',
  forSeconds: '60',
  gapSeconds: '60',
  severity: 'warning',
  match: '',
  summary: '',
  runbookUrl: '',
};

export function draftOf(rule: Rule): RuleDraft {
  const levels =
    rule.kind === 'threshold'
      ? {
          comparison: rule.comparison,
          threshold: String(rule.threshold),
          clearThreshold: String(rule.clearThreshold),
          gapSeconds: String(rule.gapSeconds),
        }
      : {};
  return {
    ...newDraft,
    name: rule.name,
    kind: rule.kind,
    metric: `${rule.measurement} ${rule.field}`,
    forSeconds: String(rule.forSeconds),
    severity: rule.severity,
    match: Object.entries(rule.match)
      .map(([name, values]) => `${name}=${values.join(',')}`)
      .join(' '),
    summary: rule.summary,
    runbookUrl: rule.runbookUrl,
    ...levels,
  };
}

/** What is sent; the server judges it and names what is wrong. */
export function inputOf(draft: RuleDraft, enabled: boolean): RuleInput {
  const [measurement = '', field = ''] = draft.metric.split(' ');
  const { name, severity, summary, runbookUrl } = draft;
  const forSeconds = Number(draft.forSeconds);
  const match = matchOf(draft.match);
  const shared = { name, measurement, field, match, forSeconds, severity, enabled };
  const told = { summary, runbookUrl: runbookUrl.trim() };
  if (draft.kind === 'absence') return { kind: 'absence', ...shared, ...told };
  const threshold = Number(draft.threshold);
  const clearThreshold = draft.clearThreshold === '' ? threshold : Number(draft.clearThreshold);
  const gapSeconds = Number(draft.gapSeconds);
  const { comparison } = draft;
  const levels = { comparison, threshold, clearThreshold, gapSeconds };
  return { kind: 'threshold', ...shared, ...told, ...levels };
}

function matchOf(text: string): RuleInput['match'] {
  const pairs = text.split(/\s+/).filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', values = ''] = pair.split(/=(.*)/s);
      return [name, values.split(',')];
    }),
  );
}
