'use client';

import { ExternalLink, X } from 'lucide-react';
import type { Alert } from '#lib/model/alert.ts';
import { formatText } from '#lib/format/value.ts';
import { Sparkline } from '#components/charts/sparkline.tsx';
import { Age } from '#components/ui/age.tsx';
import { useNow } from '#components/ui/clock.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Badge, Status } from '#components/ui/status.tsx';
import { Value } from '#components/ui/value.tsx';
import { conditionWords, ruleUnit, whereWords } from './rule-words.ts';

/** An older value than this is said to be old: the alert stands, what it shows may not. */
const staleMs = 10_000;

/** One alert: what and where, since when, how far beyond, and how it came to be. */
export function AlertRow({
  alert,
  trend,
  onDismiss,
}: {
  alert: Alert;
  trend: readonly (number | null)[];
  onDismiss: (() => void) | null;
}) {
  const { rule, state } = alert;
  const isPending = state.kind === 'pending';
  return (
    <div className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 md:grid-cols-[minmax(0,1fr)_11rem_8rem_8rem_4rem]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Status level={isPending ? 'pending' : rule.severity} className="font-medium">
            {rule.name}
          </Status>
          {isPending && <Badge>pending</Badge>}
          {!isPending && rule.severity === 'critical' && <Badge level="critical">critical</Badge>}
        </p>
        <p className="truncate text-sm text-muted" title={whereWords(alert)}>
          {whereWords(alert)}
        </p>
        {rule.summary !== '' && <p className="text-xs text-pretty text-faint">{rule.summary}</p>}
      </div>
      <div className="text-right md:order-none">
        <p className="font-medium">
          <Value value={state.value} unit={ruleUnit(rule)} />
        </p>
        <p className="text-xs text-faint" title={`${rule.measurement} ${rule.field}`}>
          {rule.kind === 'absence'
            ? conditionWords(rule)
            : `${rule.comparison} ${formatText(rule.threshold, ruleUnit(rule))}`}
        </p>
      </div>
      <div className="hidden h-8 md:block">
        {trend.length > 1 && <Sparkline values={trend} label="Last half hour" />}
      </div>
      <p className="text-xs text-muted md:text-right">
        for <Age timeMs={state.sinceMs} />
        <StaleValue valueAtMs={state.valueAtMs} />
      </p>
      <div className="flex justify-end">
        {rule.runbookUrl !== '' && (
          <a
            href={rule.runbookUrl}
            target="_blank"
            rel="noreferrer"
            aria-label={`Runbook of ${rule.name}`}
            title="Runbook"
            className="flex size-7 items-center justify-center rounded-control text-muted hover:bg-raised"
          >
            <ExternalLink aria-hidden className="size-4" />
          </a>
        )}
        {onDismiss && (
          <IconButton
            label={`Dismiss ${rule.name}`}
            icon={<X aria-hidden className="size-4" />}
            onClick={onDismiss}
          />
        )}
      </div>
    </div>
  );
}

function StaleValue({ valueAtMs }: { valueAtMs: number }) {
  const now = useNow();
  if (now === null || now - valueAtMs < staleMs) return null;
  return (
    <span className="block text-warning">
      no value for <Age timeMs={valueAtMs} />
    </span>
  );
}
