import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { alertmanagerWebhook } from '#lib/alerting/receivers/alertmanager-webhook/send.ts';
import { createReceiver } from '#lib/alerting/receivers/create-receiver.ts';
import { listReceivers } from '#lib/alerting/receivers/list-receivers.ts';
import { tryReceiver } from '#lib/alerting/receivers/try-receiver.ts';
import { updateReceiver } from '#lib/alerting/receivers/update-receiver.ts';
import { createRule } from '#lib/alerting/rules/create-rule.ts';
import { listAudit } from '#lib/audit/list-audit.ts';
import { receiverInputSchema, type Receiver } from '#lib/model/receiver.ts';
import {
  admin,
  at,
  hotRule,
  openAlerting,
  operator,
  publicUrl,
  type Alerting,
} from './alerting.ts';
import { startWebhookServer, type WebhookServer } from './webhook-server.ts';

const page = { limit: 100 };

describe('the Alertmanager webhook', () => {
  let hall: Alerting;
  let hook: WebhookServer;

  beforeAll(async () => {
    hall = await openAlerting();
  });
  beforeEach(async () => {
    hook = await startWebhookServer();
    await hall.startEmpty();
  });
  afterEach(async () => {
    await hall.stop();
    await hook.close();
    expect(hook.faults).toEqual([]);
  });
  afterAll(() => hall.close());

  function addReceiver(change: Readonly<Record<string, unknown>> = {}): Promise<Receiver> {
    const input = receiverInputSchema.parse({ name: 'pager', url: hook.url, ...change });
    return createReceiver(hall, operator, input);
  }

  /** The outcome of a delivery is written after its answer: ask until it is there. */
  async function receiverOnce(isDone: (receiver: Receiver) => boolean): Promise<Receiver> {
    return vi.waitUntil(
      async () => {
        const receiver = (await listReceivers(hall, page)).items[0];
        return receiver && isDone(receiver) ? receiver : null;
      },
      { timeout: 30_000 },
    );
  }

  it('tells of a firing and of its end, grouped by rule', async () => {
    await addReceiver();
    hall.racks.set('n1', 'R01');
    const rule = await createRule(hall, operator, hotRule({ forSeconds: 0 }));
    hall.heat(1, 90, 'n1');
    await hook.received(1);
    hall.heat(2, 91.5, 'n2');
    await hook.received(2);
    hall.heat(3, 70, 'n1');
    await hook.received(3);
    const [first, second, third] = hook.calls.map(({ body }) => body);
    expect(first).toMatchObject({
      receiver: 'pager',
      status: 'firing',
      groupKey: `{}:{alertname="GPU hot", rule_id="${rule.id}"}`,
      groupLabels: { alertname: 'GPU hot', rule_id: rule.id },
      externalURL: publicUrl,
      truncatedAlerts: 0,
      alerts: [
        {
          status: 'firing',
          labels: {
            alertname: 'GPU hot',
            severity: 'critical',
            rule_id: rule.id,
            host: 'n1',
            gpu: 'GPU-n1',
            rack: 'R01',
          },
          annotations: {
            summary: 'GPU hot on n1',
            description: 'gpu temperature_celsius is 90, above 85',
            runbook_url: 'https://runbooks.example/hot',
            value: '90',
            threshold: '85',
          },
          startsAt: new Date(at(1)).toISOString(),
          endsAt: '0001-01-01T00:00:00Z',
        },
      ],
    });
    expect(second?.alerts.map(({ labels }) => labels['host'])).toEqual(['n2', 'n1']);
    expect(second?.commonLabels).not.toHaveProperty('host');
    expect(third?.status).toBe('firing');
    const resolved = third?.alerts.find(({ status }) => status === 'resolved');
    expect(resolved).toMatchObject({
      labels: { host: 'n1' },
      endsAt: new Date(at(3)).toISOString(),
      fingerprint: first?.alerts[0]?.fingerprint,
    });
    expect(hook.calls[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
    const receiver = await receiverOnce(({ waiting }) => waiting === 0);
    expect(receiver).toMatchObject({ lastError: null, lastDeliveredAtMs: at(3) });
  });

  it('tries again after 503 and 429, as late as it is asked to', async () => {
    await addReceiver();
    await createRule(hall, operator, hotRule({ forSeconds: 0 }));
    hook.answerNext({ status: 503 }, { status: 429, headers: { 'retry-after': '30' } });
    hall.heat(1, 90);
    await hook.received(1);
    await receiverOnce(({ lastError }) => lastError === 'the receiver answered 503');
    hall.tick(2);
    await hook.received(2);
    await receiverOnce(({ lastError }) => lastError === 'the receiver answered 429');
    hall.tick(31);
    await hall.stop();
    expect(hook.calls).toHaveLength(2);
    await hall.start(32);
    hall.tick(32);
    await hook.received(3);
    const receiver = await receiverOnce(({ waiting }) => waiting === 0);
    expect(receiver).toMatchObject({ lastError: null, lastDeliveredAtMs: at(32) });
  });

  it('gives up where the receiver says no, and keeps its reason', async () => {
    await addReceiver();
    await createRule(hall, operator, hotRule({ forSeconds: 0 }));
    hook.answerNext({ status: 404 });
    hall.heat(1, 90);
    const receiver = await receiverOnce(({ lastError }) => lastError !== null);
    expect(receiver).toMatchObject({ lastError: 'the receiver answered 404', waiting: 0 });
  });

  it('follows no redirect', async () => {
    await addReceiver();
    await createRule(hall, operator, hotRule({ forSeconds: 0 }));
    hook.answerNext({ status: 307, headers: { location: `${hook.url}&again` } });
    hall.heat(1, 90);
    await receiverOnce(({ lastError }) => lastError === 'the receiver answered 307');
    expect(hook.calls).toHaveLength(1);
  });

  it('repeats nothing after a restart and forgets nothing that was not delivered', async () => {
    await addReceiver();
    await createRule(hall, operator, hotRule({ forSeconds: 0 }));
    hall.heat(1, 90);
    await hook.received(1);
    await receiverOnce(({ waiting }) => waiting === 0);
    await hall.stop();
    await hall.start(5);
    hall.heat(6, 90);
    hall.tick(7);
    hook.answerNext({ status: 500 });
    hall.heat(8, 70);
    await hook.received(2);
    await receiverOnce(({ lastError }) => lastError !== null);
    await hall.stop();
    await hall.start(60);
    hall.tick(60);
    await hook.received(3);
    const [fired, , ended] = hook.calls.map(({ body }) => body);
    expect(ended?.status).toBe('resolved');
    expect(ended?.alerts).toHaveLength(1);
    expect(ended?.alerts[0]?.fingerprint).toBe(fired?.alerts[0]?.fingerprint);
  });

  it('sends neither information nor, unless asked to, an end', async () => {
    await addReceiver({ sendResolved: false });
    await createRule(hall, operator, hotRule({ forSeconds: 0 }));
    await createRule(hall, operator, hotRule({ name: 'note', severity: 'info', forSeconds: 0 }));
    hall.heat(1, 90);
    await hook.received(1);
    hall.heat(2, 70);
    hall.heat(3, 90);
    await hook.received(2);
    await hall.stop();
    expect(hook.calls.map(({ body }) => [body.commonLabels['alertname'], body.status])).toEqual([
      ['GPU hot', 'firing'],
      ['GPU hot', 'firing'],
    ]);
  });

  it('is not held up by a receiver that is away', async () => {
    await addReceiver({ name: 'away', url: 'http://127.0.0.1:1/hook' });
    await addReceiver({ name: 'pager' });
    await createRule(hall, operator, hotRule({ forSeconds: 0 }));
    hall.heat(1, 90);
    await hook.received(1);
    const away = await receiverOnce(({ lastError }) => lastError !== null);
    expect(away).toMatchObject({
      name: 'away',
      lastError: expect.stringMatching(/^the connection failed/) as string,
      waiting: 1,
    });
  });

  it('sends a test with Basic credentials out of the URL, and shows the URL to nobody', async () => {
    const url = hook.url.replace('http://', 'http://user:p%40ss@');
    const created = await addReceiver({ url });
    const deliver = alertmanagerWebhook(publicUrl);
    const { signal } = new AbortController();
    const outcome = await tryReceiver(hall, operator, created.id, deliver, at(1), signal);
    expect(outcome).toEqual({ kind: 'delivered' });
    expect(hook.calls[0]).toMatchObject({
      path: '/hook?secret=s3cret',
      headers: { authorization: `Basic ${Buffer.from('user:p@ss').toString('base64')}` },
      body: { status: 'resolved', commonLabels: { alertname: 'Isotherm test' } },
    });
    hook.answerNext({ status: 500 });
    const failed = await tryReceiver(hall, operator, created.id, deliver, at(2), signal);
    const shown = JSON.stringify([
      created,
      failed,
      await listReceivers(hall, page),
      await listAudit(hall, admin, page),
      hall.logged,
    ]);
    expect(failed).toMatchObject({ kind: 'failed', reason: 'the receiver answered 500' });
    expect(shown).not.toMatch(/s3cret|p%40ss|p@ss|do not show this/);
    expect(created.origin).toBe(new URL(hook.url).origin);
  });

  it('drops what waits for a receiver that is switched off, and keeps its URL', async () => {
    const created = await addReceiver();
    await createRule(hall, operator, hotRule({ forSeconds: 0 }));
    hook.answerNext({ status: 503 });
    hall.heat(1, 90);
    await receiverOnce(({ lastError }) => lastError !== null);
    const change = { name: 'pager', sendResolved: true };
    await updateReceiver(hall, operator, created.id, { ...change, enabled: false });
    hall.tick(100);
    await updateReceiver(hall, operator, created.id, { ...change, enabled: true });
    hall.tick(101);
    hall.heat(102, 70);
    await hook.received(2);
    expect(hook.calls[1]?.body.status).toBe('resolved');
  });
});
