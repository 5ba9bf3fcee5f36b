import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { groupAlerts, maxNotifiedAlerts, type NotifiedAlert } from '../../group.ts';
import { webhookPayload, type WebhookPayload } from './payload.ts';

const recordings = path.join(import.meta.dirname, 'testdata/alertmanager-0.25');

function recording(name: string): WebhookPayload {
  const text = readFileSync(path.join(recordings, `${name}.json`), 'utf8');
  return JSON.parse(text) as WebhookPayload;
}

/** What Alertmanager had been told, read back from what it sent. */
function alertsOf(payload: WebhookPayload): NotifiedAlert[] {
  return payload.alerts.map(({ fingerprint, labels, annotations, status, startsAt, endsAt }) => ({
    fingerprint,
    labels,
    annotations,
    startsAtMs: Date.parse(startsAt),
    endsAtMs: status === 'firing' ? null : Date.parse(endsAt),
  }));
}

/** Precision of times, order and the link back are each program's own. */
function comparable(payload: WebhookPayload) {
  const alerts = payload.alerts.map((alert) => ({
    ...alert,
    generatorURL: '',
    startsAt: Date.parse(alert.startsAt),
    endsAt: alert.endsAt.startsWith('0001') ? alert.endsAt : Date.parse(alert.endsAt),
  }));
  return { ...payload, alerts: alerts.sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)) };
}

describe('the webhook body', () => {
  it.each(['firing', 'partly-resolved'])('says %s as Alertmanager 0.25 said it', (name) => {
    const theirs = recording(name);
    const ours = webhookPayload(groupAlerts(alertsOf(theirs)), 'hook', theirs.externalURL);
    expect(comparable(ours)).toEqual(comparable(theirs));
    expect(Object.keys(ours)).toEqual(Object.keys(theirs));
  });

  it('counts what it leaves out, what has ended first', () => {
    const alerts = Array.from({ length: maxNotifiedAlerts + 7 }, (_, index) => ({
      fingerprint: String(index),
      labels: { alertname: 'a', rule_id: 'r' },
      annotations: {},
      startsAtMs: index,
      endsAtMs: index < 7 ? 1 : null,
    }));
    const payload = webhookPayload(groupAlerts(alerts), 'hook', 'https://isotherm.example');
    expect(payload.truncatedAlerts).toBe(7);
    expect(payload.alerts.every(({ status }) => status === 'firing')).toBe(true);
  });
});
