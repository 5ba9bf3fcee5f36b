import type { NotificationGroup, NotifiedAlert } from '../../group.ts';

/**
 * Body of Alertmanager's webhook, version 4, field for field:
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export interface WebhookPayload {
  readonly version: '4';
  readonly groupKey: string;
  readonly truncatedAlerts: number;
  readonly status: 'firing' | 'resolved';
  readonly receiver: string;
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly commonLabels: Readonly<Record<string, string>>;
  readonly commonAnnotations: Readonly<Record<string, string>>;
  readonly externalURL: string;
  readonly alerts: readonly WebhookAlert[];
}

interface WebhookAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
}

/** Go's zero time: what Alertmanager writes for an end that has not come. */
const noEnd = '0001-01-01T00:00:00Z';

export function webhookPayload(
  group: NotificationGroup,
  receiver: string,
  externalUrl: string,
): WebhookPayload {
  return {
    receiver,
    status: group.status,
    alerts: group.alerts.map((alert) => webhookAlert(alert, externalUrl)),
    groupLabels: group.groupLabels,
    commonLabels: group.commonLabels,
    commonAnnotations: group.commonAnnotations,
    externalURL: externalUrl,
    version: '4',
    groupKey: group.groupKey,
    truncatedAlerts: group.truncatedAlerts,
  };
}

function webhookAlert(alert: NotifiedAlert, externalUrl: string): WebhookAlert {
  const { fingerprint, labels, annotations, startsAtMs, endsAtMs } = alert;
  return {
    status: endsAtMs === null ? 'firing' : 'resolved',
    labels,
    annotations,
    startsAt: new Date(startsAtMs).toISOString(),
    endsAt: endsAtMs === null ? noEnd : new Date(endsAtMs).toISOString(),
    generatorURL: `${externalUrl}/alerts?alert=${fingerprint}`,
    fingerprint,
  };
}
