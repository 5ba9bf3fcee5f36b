'use client';

import { useState } from 'react';
import { formatText } from '#lib/format/value.ts';
import { findMetric } from '#lib/metrics/catalogue.ts';
import type { Rule } from '#lib/model/alert.ts';
import { useSend } from '#components/api/use-send.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field, TextArea } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { Select } from '#components/ui/select.tsx';
import { MetricSelect } from './metric-select.tsx';
import { draftOf, inputOf, newDraft, type RuleDraft } from './rule-draft.ts';

/** Makes a rule, or changes one. */
export function RuleDialog({ rule, onClose }: { rule: Rule | null; onClose: () => void }) {
  const [draft, setDraft] = useState<RuleDraft>(rule ? draftOf(rule) : newDraft);
  const { send, busy, error } = useSend();
  const change = (part: Partial<RuleDraft>): void => setDraft({ ...draft, ...part });
  const save = async (): Promise<void> => {
    const input = inputOf(draft, rule?.enabled ?? true);
    const answer = rule
      ? await send('PUT', `/api/v1/rules/${rule.id}`, input)
      : await send('POST', '/api/v1/rules', input);
    if (answer.ok) onClose();
  };
  return (
    <Dialog open onClose={onClose} title={rule ? `Rule ${rule.name}` : 'New rule'} size="wide">
      <form
        className="grid grid-cols-1 gap-4 sm:grid-cols-6"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field
          className="sm:col-span-4"
          label="Name"
          required
          maxLength={120}
          value={draft.name}
          onChange={(event) => change({ name: event.target.value })}
        />
        <Select
          className="sm:col-span-2"
          label="Severity"
          hint={severityHints[draft.severity]}
          choices={severityChoices}
          value={draft.severity}
          onChange={(event) => change({ severity: event.target.value as RuleDraft['severity'] })}
        />
        <Select
          className="sm:col-span-2"
          label="Fires when"
          choices={kindChoices}
          value={draft.kind === 'absence' ? 'absence' : draft.comparison}
          onChange={(event) => change(kindOf(event.target.value))}
        />
        <MetricSelect
          className="sm:col-span-4"
          value={draft.metric}
          needsNumber={draft.kind === 'threshold'}
          onChange={(metric) => change({ metric })}
        />
        {draft.kind === 'threshold' && <Levels draft={draft} change={change} />}
        <Field
          className="sm:col-span-2"
          label="For, seconds"
          type="number"
          min={draft.kind === 'absence' ? 5 : 0}
          required
          value={draft.forSeconds}
          onChange={(event) => change({ forSeconds: event.target.value })}
        />
        <Field
          className="sm:col-span-4"
          label="Only where"
          hint="Tags or places, such as rack=R01,R02 host=n1; empty: everywhere"
          value={draft.match}
          onChange={(event) => change({ match: event.target.value })}
        />
        <TextArea
          className="sm:col-span-6"
          label="Summary"
          hint="What it means and what to do first"
          maxLength={500}
          value={draft.summary}
          onChange={(event) => change({ summary: event.target.value })}
        />
        <Field
          className="sm:col-span-6"
          label="Runbook"
          type="url"
          placeholder="https://…"
          value={draft.runbookUrl}
          onChange={(event) => change({ runbookUrl: event.target.value })}
        />
        <div className="flex flex-col gap-3 sm:col-span-6">
          <FormError error={error} />
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" type="submit" busy={busy}>
              Save rule
            </Button>
          </div>
        </div>
      </form>
    </Dialog>
  );
}

function Levels({
  draft,
  change,
}: {
  draft: RuleDraft;
  change: (part: Partial<RuleDraft>) => void;
}) {
  const [measurement = '', field = ''] = draft.metric.split(' ');
  const unit = findMetric(measurement, field)?.unit ?? 'none';
  const words = (text: string): string =>
    text === '' || Number.isNaN(Number(text)) ? '' : `= ${formatText(Number(text), unit)}`;
  const unitWord = unit === 'none' ? '' : `, ${unit}`;
  return (
    <>
      <Field
        className="sm:col-span-2"
        label={`Threshold${unitWord}`}
        hint={words(draft.threshold)}
        type="number"
        step="any"
        required
        value={draft.threshold}
        onChange={(event) => change({ threshold: event.target.value })}
      />
      <Field
        className="sm:col-span-2"
        label={`Clears at${unitWord}`}
        hint={words(draft.clearThreshold) || 'Empty: at the threshold'}
        type="number"
        step="any"
        value={draft.clearThreshold}
        onChange={(event) => change({ clearThreshold: event.target.value })}
      />
      <Field
        className="sm:col-span-2"
        label="A gap is, seconds"
        hint="Without a value for longer, the wait starts again"
        type="number"
        min={2}
        required
        value={draft.gapSeconds}
        onChange={(event) => change({ gapSeconds: event.target.value })}
      />
    </>
  );
}

function kindOf(value: string): Partial<RuleDraft> {
  if (value === 'absence') return { kind: 'absence' };
  return { kind: 'threshold', comparison: value === 'below' ? 'below' : 'above' };
}

const kindChoices = [
  { value: 'above', label: 'the value is above' },
  { value: 'below', label: 'the value is below' },
  { value: 'absence', label: 'nothing is heard' },
];
const severityChoices = ['critical', 'warning', 'info'].map((value) => ({ value, label: value }));
const severityHints: Record<Rule['severity'], string> = {
  critical: 'Page now',
  warning: 'Look today',
  info: 'Only noted: sent to nobody',
};
