import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { listAlerts } from '#lib/alerting/list-alerts.ts';
import { listHistory } from '#lib/alerting/list-history.ts';
import { readTrends } from '#lib/alerting/read-trends.ts';
import { listReceivers } from '#lib/alerting/receivers/list-receivers.ts';
import { listRules } from '#lib/alerting/rules/list-rules.ts';
import { readPrincipal } from '#lib/auth/principal-header.ts';
import type { Alert } from '#lib/model/alert.ts';
import { hasRole } from '#lib/model/identity.ts';
import { getServices, type Services } from '#lib/services.ts';
import { ActiveAlerts } from '#components/alerts/active-alerts.tsx';
import { AlertHistory } from '#components/alerts/alert-history.tsx';
import { ReceiversPanel } from '#components/alerts/receivers-panel.tsx';
import { RulesPanel } from '#components/alerts/rules-panel.tsx';

export const metadata: Metadata = { title: 'Alerts' };

const trendTimeoutMs = 2_000;
const everything = { limit: 1000 };

export default async function AlertsPage() {
  const principal = readPrincipal(await headers());
  const mayEdit = principal !== null && hasRole(principal, 'operator');
  const services = getServices();
  const { items: alerts } = listAlerts(services, { limit: 200 });
  const [trends, history, rules, receivers] = await Promise.all([
    trendsOf(services, alerts),
    listHistory(services, { limit: 100 }),
    listRules(services, everything),
    listReceivers(services, everything),
  ]);
  const watchedSeries = rules.items.reduce((sum, { status }) => sum + (status?.series ?? 0), 0);
  return (
    <div className="flex flex-col gap-4">
      <ActiveAlerts
        alerts={alerts}
        trends={trends}
        watchedSeries={watchedSeries}
        mayDismiss={mayEdit}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <RulesPanel rules={rules.items} mayEdit={mayEdit} />
        <ReceiversPanel receivers={receivers.items} mayEdit={mayEdit} />
      </div>
      <AlertHistory rows={history.items} />
    </div>
  );
}

/** The list must stand even when the store is slow or away: it goes without its shapes then. */
function trendsOf(services: Services, alerts: readonly Alert[]): ReturnType<typeof readTrends> {
  const signal = AbortSignal.timeout(trendTimeoutMs);
  return readTrends(services, alerts, Date.now(), signal).catch(() => ({}));
}
