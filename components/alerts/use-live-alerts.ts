'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import type { Alert } from '#lib/model/alert.ts';
import type { AlertMessage, AlertValue } from '#lib/wire/alert-messages.ts';
import { useTopic } from '#components/live/use-topic.ts';

/** Changes closer together than this are read at once. */
const readAgainMs = 500;

/** Keeps the values of alerts live and reads the page again when one begins or ends. */
export function useLiveAlerts(alerts: readonly Alert[]): readonly Alert[] {
  const router = useRouter();
  const [values, setValues] = useState<ReadonlyMap<string, AlertValue>>(new Map());
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const readAgain = (): void => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      router.refresh();
    }, readAgainMs);
  };

  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );

  useTopic(
    'alerts',
    (payload) => {
      // Both ends are ours and of one version.
      const message = payload as AlertMessage;
      if (message.kind !== 'values') readAgain();
      else setValues(new Map(message.values.map((value) => [alertKey(value), value])));
    },
    readAgain,
  );

  return alerts.map((alert) => withValue(alert, values));
}

export function alertKey({ ruleId, fingerprint }: { ruleId: string; fingerprint: string }): string {
  return `${ruleId}:${fingerprint}`;
}

function withValue(alert: Alert, values: ReadonlyMap<string, AlertValue>): Alert {
  const { rule, fingerprint, state } = alert;
  const newest = values.get(alertKey({ ruleId: rule.id, fingerprint }));
  if (!newest || newest.valueAtMs < state.valueAtMs) return alert;
  return { ...alert, state: { ...state, value: newest.value, valueAtMs: newest.valueAtMs } };
}
