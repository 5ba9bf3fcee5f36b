'use client';

import type { Alert } from '#lib/model/alert.ts';
import { useSend } from '#components/api/use-send.ts';
import { useRowKeys } from '#components/table/row-keys.ts';
import { classNames } from '#components/ui/class-names.ts';
import { Panel } from '#components/ui/panel.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { AlertRow } from './alert-row.tsx';
import { alertKey, useLiveAlerts } from './use-live-alerts.ts';

/** What fires and what is about to, the most urgent first; j and k walk it. */
export function ActiveAlerts({
  alerts: initial,
  trends,
  watchedSeries,
  mayDismiss,
}: {
  alerts: readonly Alert[];
  trends: Readonly<Record<string, readonly (number | null)[]>>;
  watchedSeries: number;
  mayDismiss: boolean;
}) {
  const alerts = useLiveAlerts(initial);
  const { send } = useSend();
  const toast = useToast();
  const dismiss = async ({ rule, fingerprint }: Alert): Promise<void> => {
    const answer = await send('DELETE', `/api/v1/alerts/${rule.id}/${fingerprint}`);
    if (answer.ok) toast.done(`${rule.name} dismissed`);
    else toast.failed(answer.error);
  };
  const keys = useRowKeys(
    alerts,
    undefined,
    mayDismiss ? { d: (alert) => void dismiss(alert) } : undefined,
  );
  const firing = alerts.filter(({ state }) => state.kind === 'firing').length;
  if (alerts.length === 0) {
    return (
      <Panel
        title="Active"
        state={{
          kind: 'empty',
          title:
            watchedSeries === 0
              ? 'No rule has anything to watch yet: alerts appear here once an agent reports.'
              : `Nothing fires. The rules below watch ${watchedSeries} series.`,
        }}
      />
    );
  }
  return (
    <Panel title="Active" note={`${firing} firing · ${alerts.length - firing} pending`} flush>
      <ul
        tabIndex={0}
        aria-label="Active alerts: j and k move"
        className="focus-visible:-outline-offset-2"
        onKeyDown={keys.onKeyDown}
      >
        {alerts.map((alert, index) => {
          const key = alertKey({ ruleId: alert.rule.id, fingerprint: alert.fingerprint });
          return (
            <li
              key={key}
              ref={keys.cursor === index ? keys.scrollTo : undefined}
              aria-current={keys.cursor === index ? 'true' : undefined}
              className={classNames(
                'border-t border-border px-4 py-2.5',
                keys.cursor === index ? 'bg-accent-surface' : 'hover:bg-raised',
              )}
            >
              <AlertRow
                alert={alert}
                trend={trends[key] ?? []}
                onDismiss={mayDismiss ? () => void dismiss(alert) : null}
              />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
