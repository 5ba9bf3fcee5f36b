'use client';

import { Pencil, Plus, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { Rule } from '#lib/model/alert.ts';
import { useSend } from '#components/api/use-send.ts';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Badge, Status } from '#components/ui/status.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { conditionWords, matchWords } from './rule-words.ts';

// Loaded when one is first opened.
const RuleDialog = dynamic(() => import('./rule-dialog.tsx').then((module) => module.RuleDialog), {
  ssr: false,
});

export interface ShownRule {
  readonly rule: Rule;
  readonly status: {
    readonly series: number;
    readonly pending: number;
    readonly firing: number;
  } | null;
}

/** Rules and what each watches now. */
export function RulesPanel({ rules, mayEdit }: { rules: readonly ShownRule[]; mayEdit: boolean }) {
  const [edited, setEdited] = useState<Rule | 'new' | null>(null);
  return (
    <Panel
      title="Rules"
      note={`${rules.length}`}
      flush
      actions={
        mayEdit && (
          <Button size="small" onClick={() => setEdited('new')}>
            <Plus aria-hidden className="size-3.5" /> New rule
          </Button>
        )
      }
      {...(rules.length === 0 && {
        state: { kind: 'empty' as const, title: 'No rules: nothing can fire until one is made.' },
      })}
    >
      <ul>
        {rules.map((shown) => (
          <li key={shown.rule.id} className="border-t border-border px-4 py-2.5">
            <RuleRow {...shown} onEdit={mayEdit ? () => setEdited(shown.rule) : null} />
          </li>
        ))}
      </ul>
      {edited !== null && (
        <RuleDialog rule={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </Panel>
  );
}

function RuleRow({ rule, status, onEdit }: ShownRule & { onEdit: (() => void) | null }) {
  const where = matchWords(rule.match);
  return (
    <div className="flex flex-col gap-x-3 gap-y-1 sm:flex-row sm:items-center">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className={rule.enabled ? 'font-medium' : 'font-medium text-faint'}>
            {rule.name}
          </span>
          <Badge level={rule.severity === 'info' ? 'unknown' : rule.severity}>
            {rule.severity}
          </Badge>
        </p>
        <p className="text-xs text-pretty text-muted">
          <span className="font-mono">
            {rule.measurement} {rule.field}
          </span>{' '}
          {conditionWords(rule)}
          {where !== '' && ` · only ${where}`}
        </p>
      </div>
      <div className="flex items-center justify-between gap-3">
        <RuleState status={status} />
        {onEdit && <RuleActions rule={rule} onEdit={onEdit} />}
      </div>
    </div>
  );
}

function RuleState({ status }: Pick<ShownRule, 'status'>) {
  if (!status) return <span className="text-xs text-faint">off</span>;
  if (status.firing > 0) {
    return (
      <Status level="warning" className="text-xs">
        {status.firing} of {status.series} firing
      </Status>
    );
  }
  if (status.series === 0) return <span className="text-xs text-faint">nothing to watch</span>;
  return (
    <Status level={status.pending > 0 ? 'pending' : 'ok'} className="text-xs text-muted">
      {status.pending > 0 ? `${status.pending} pending` : `${status.series} well`}
    </Status>
  );
}

function RuleActions({ rule, onEdit }: { rule: Rule; onEdit: () => void }) {
  const { send, busy } = useSend();
  const toast = useToast();
  const act = async (
    method: 'PUT' | 'DELETE',
    path: string,
    done: string,
    body?: unknown,
  ): Promise<void> => {
    const answer = await send(method, `/api/v1/rules/${rule.id}${path}`, body);
    if (answer.ok) toast.done(`${rule.name} ${done}`);
    else toast.failed(answer.error);
  };
  return (
    <div className="flex items-center gap-1">
      <Button
        size="small"
        look="quiet"
        busy={busy}
        onClick={() => {
          const done = rule.enabled ? 'switched off' : 'switched on';
          void act('PUT', '/enabled', done, { enabled: !rule.enabled });
        }}
      >
        {rule.enabled ? 'Switch off' : 'Switch on'}
      </Button>
      <IconButton
        label={`Edit ${rule.name}`}
        icon={<Pencil aria-hidden className="size-3.5" />}
        onClick={onEdit}
      />
      <IconButton
        label={`Remove ${rule.name}`}
        icon={<Trash2 aria-hidden className="size-3.5" />}
        disabled={busy}
        onClick={() => void act('DELETE', '', 'removed')}
      />
    </div>
  );
}
