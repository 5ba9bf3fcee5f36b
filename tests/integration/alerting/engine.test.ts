import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listHistory } from '#lib/alerting/list-history.ts';
import { createRule } from '#lib/alerting/rules/create-rule.ts';
import { enableRule } from '#lib/alerting/rules/enable-rule.ts';
import { listRules } from '#lib/alerting/rules/list-rules.ts';
import { removeRule } from '#lib/alerting/rules/remove-rule.ts';
import { updateRule } from '#lib/alerting/rules/update-rule.ts';
import { listAudit } from '#lib/audit/list-audit.ts';
import { tableOf } from '#tests/live/table.ts';
import {
  admin,
  at,
  hotRule,
  openAlerting,
  operator,
  silenceRule,
  viewer,
  type Alerting,
} from './alerting.ts';

const page = { limit: 100 };

describe('the alert engine', () => {
  let hall: Alerting;

  beforeAll(async () => {
    hall = await openAlerting();
  });
  beforeEach(() => hall.startEmpty());
  afterEach(() => hall.stop());
  afterAll(() => hall.close());

  async function history(): Promise<string[]> {
    const { items } = await listHistory(hall, page);
    return items.map(({ ruleName, from, to, value }) => `${ruleName}: ${from} → ${to} ${value}`);
  }

  function heatFor(from: number, to: number, celsius: number, host?: string): void {
    for (let second = from; second <= to; second += 1) hall.heat(second, celsius, host);
  }

  it('fires, announces, resolves, and keeps both in its history', async () => {
    const rule = await createRule(hall, operator, hotRule());
    hall.announced.length = 0;
    heatFor(1, 3, 90);
    expect(hall.states()).toEqual(['GPU hot n1 pending']);
    hall.heat(4, 91);
    expect(hall.states()).toEqual(['GPU hot n1 firing']);
    expect(hall.alerts.active()[0]).toMatchObject({
      rule,
      labels: { host: 'n1', gpu: 'GPU-n1' },
      state: { kind: 'firing', sinceMs: at(1), value: 91, valueAtMs: at(4) },
    });
    hall.heat(5, 82);
    hall.heat(6, 80);
    expect(hall.states()).toEqual([]);
    await hall.stop();
    expect(await history()).toEqual([
      'GPU hot: firing → inactive 80',
      'GPU hot: pending → firing 91',
    ]);
    const kinds = hall.announced.flatMap((message) =>
      message.kind === 'changed'
        ? message.changes.map(({ alert }) => alert?.state.kind ?? 'ended')
        : [],
    );
    expect(kinds).toEqual(['pending', 'firing', 'ended']);
    expect(hall.logged).toEqual([]);
  });

  it('goes on where it was after a restart, waiting and firing', async () => {
    await createRule(hall, operator, hotRule());
    heatFor(1, 4, 90, 'n1');
    heatFor(3, 4, 90, 'n2');
    await hall.stop();
    await hall.start(6);
    expect(hall.states().sort()).toEqual(['GPU hot n1 firing', 'GPU hot n2 pending']);
    hall.heat(7, 90, 'n1');
    hall.heat(7, 90, 'n2');
    expect(hall.states()).toEqual(['GPU hot n2 firing', 'GPU hot n1 firing']);
    await hall.stop();
    expect(await history()).toHaveLength(2);
  });

  it('starts the wait again when the restart took longer than a gap may', async () => {
    await createRule(hall, operator, hotRule());
    heatFor(1, 3, 90);
    await hall.stop();
    await hall.start(60);
    hall.heat(61, 90);
    expect(hall.states()).toEqual(['GPU hot n1 pending']);
  });

  it('lets the backlog page nobody and resolve nothing', async () => {
    await createRule(hall, operator, hotRule({ forSeconds: 0 }));
    const tags = { host: 'n1', gpu: 'GPU-n1' };
    hall.sample(1, 'gpu', tags, { temperature_celsius: 99 }, true);
    expect(hall.states()).toEqual([]);
    hall.heat(2, 99);
    hall.sample(3, 'gpu', tags, { temperature_celsius: 20 }, true);
    expect(hall.states()).toEqual(['GPU hot n1 firing']);
  });

  it('matches inventory names and lets go of what was moved away', async () => {
    hall.racks.set('n1', 'R01');
    await createRule(hall, operator, hotRule({ forSeconds: 0, match: { rack: ['R01'] } }));
    hall.heat(1, 90, 'n1');
    hall.heat(1, 90, 'n2');
    expect(hall.states()).toEqual(['GPU hot n1 firing']);
    expect(hall.alerts.active()[0]?.labels).toMatchObject({ rack: 'R01' });
    hall.racks.set('n1', 'R02');
    hall.tick(2);
    expect(hall.states()).toEqual([]);
  });

  it('knows a GPU again at another index', async () => {
    await createRule(hall, operator, hotRule({ forSeconds: 0 }));
    const gpu = (index: string) => ({ host: 'n1', gpu: 'GPU-1', index });
    hall.sample(1, 'gpu', gpu('0'), { temperature_celsius: 90 });
    hall.sample(2, 'gpu', gpu('3'), { temperature_celsius: 91 });
    expect(hall.alerts.active()).toMatchObject([{ tags: { index: '3' }, state: { value: 91 } }]);
  });

  it('reports a silent host after a minute, and again only after it was heard', async () => {
    await createRule(hall, operator, silenceRule());
    const hear = (second: number, host: string) =>
      hall.sample(second, 'agent', { host }, { resident_bytes: 1 });
    hear(1, 'n1');
    hear(50, 'n2');
    hall.tick(60);
    expect(hall.states()).toEqual([]);
    hall.tick(61);
    expect(hall.states()).toEqual(['Host silent n1 firing']);
    hall.tick(75);
    expect(hall.alerts.active()[0]?.state).toMatchObject({ sinceMs: at(1), value: 74 });
    await hall.stop();
    await hall.start(80);
    hear(80, 'n2');
    hall.tick(81);
    expect(hall.states()).toEqual(['Host silent n1 firing']);
    hear(82, 'n1');
    expect(hall.states()).toEqual([]);
  });

  it('counts the silence of what it heard before a restart from the restart on', async () => {
    await createRule(hall, operator, silenceRule());
    const fields = { resident_bytes: 1 };
    const heard = tableOf('agent', [{ tags: { host: 'n1' }, timeMs: at(1), fields }]);
    await hall.store.write({ tables: [heard] });
    await hall.stop();
    await hall.start(600);
    hall.tick(659);
    expect(hall.states()).toEqual([]);
    hall.tick(660);
    expect(hall.states()).toEqual(['Host silent n1 firing']);
  });

  it('ends alerts of rules that are removed, switched off or ask another question', async () => {
    const removed = await createRule(hall, operator, hotRule({ name: 'a', forSeconds: 0 }));
    const disabled = await createRule(hall, operator, hotRule({ name: 'b', forSeconds: 0 }));
    const changed = await createRule(hall, operator, hotRule({ name: 'c', forSeconds: 0 }));
    const kept = await createRule(hall, operator, hotRule({ name: 'd', forSeconds: 0 }));
    hall.heat(1, 90);
    expect(hall.states()).toHaveLength(4);
    await removeRule(hall, operator, removed.id);
    await enableRule(hall, operator, disabled.id, false);
    const other = hotRule({ name: 'c', field: 'memory_temperature_celsius' });
    await updateRule(hall, operator, changed.id, other);
    await updateRule(hall, operator, kept.id, hotRule({ name: 'd', threshold: 95 }));
    expect(hall.states()).toEqual(['d n1 firing']);
    expect(await hall.database.prisma.activeAlert.count()).toBe(1);
    const { items } = await listHistory(hall, page);
    expect(items.filter(({ to }) => to === 'inactive').map(({ ruleName }) => ruleName)).toEqual(
      expect.arrayContaining(['a', 'b', 'c']),
    );
  });

  it('dismisses an alert whose series will not come back', async () => {
    const rule = await createRule(hall, operator, hotRule({ forSeconds: 0 }));
    hall.heat(1, 90);
    const print = hall.alerts.active()[0]?.fingerprint ?? '';
    expect(await hall.alerts.dismiss(rule.id, 'feedfeedfeedfeed')).toBe(false);
    expect(await hall.alerts.dismiss(rule.id, print)).toBe(true);
    expect(hall.states()).toEqual([]);
    expect(await hall.database.prisma.activeAlert.count()).toBe(0);
  });

  it('says what each rule watches and audits who changed it', async () => {
    const rule = await createRule(hall, operator, hotRule({ forSeconds: 0 }));
    hall.heat(1, 90, 'n1');
    hall.heat(1, 60, 'n2');
    expect((await listRules(hall, page)).items).toEqual([
      { rule, status: { ruleId: rule.id, series: 2, pending: 0, firing: 1 } },
    ]);
    await enableRule(hall, operator, rule.id, false);
    expect((await listRules(hall, page)).items[0]?.status).toBeNull();
    const { items } = await listAudit(hall, admin, page);
    expect(items.slice(0, 2)).toMatchObject([
      { action: 'rule.disable', subject: 'GPU hot', actor: { name: 'Olga' } },
      { action: 'rule.create', subject: 'GPU hot', detail: { threshold: 85 } },
    ]);
  });

  it('refuses a name that is taken, a rule that cannot work and one that is gone', async () => {
    const rule = await createRule(hall, operator, hotRule());
    await expect(removeRule(hall, viewer, rule.id)).rejects.toThrow(/operator/);
    await expect(createRule(hall, operator, hotRule())).rejects.toThrow(
      'save rule GPU hot: another rule has this name',
    );
    const counter = hotRule({ name: 'x', field: 'energy_joules_total' });
    await expect(createRule(hall, operator, counter)).rejects.toThrow('is a counter');
    await removeRule(hall, operator, rule.id);
    await expect(removeRule(hall, operator, rule.id)).rejects.toThrow('there is none with this id');
    await expect(updateRule(hall, operator, rule.id, hotRule())).rejects.toThrow('there is none');
  });

  it('pages its history from the newest on', async () => {
    await createRule(hall, operator, hotRule({ forSeconds: 0 }));
    for (let second = 1; second <= 10; second += 1) hall.heat(second, second % 2 ? 90 : 20);
    await hall.stop();
    const first = await listHistory(hall, { limit: 4 });
    const second = await listHistory(hall, { limit: 100, after: first.next ?? '' });
    expect(first.items.map(({ atMs }) => atMs)).toEqual([10, 9, 8, 7].map(at));
    expect(second.items.map(({ atMs }) => atMs)).toEqual([6, 5, 4, 3, 2, 1].map(at));
    expect(second.next).toBeNull();
  });

  it('makes rules at the first start only; what was removed stays removed', async () => {
    await hall.database.prisma.setting.deleteMany({ where: { name: 'alerting.default-rules' } });
    await hall.stop();
    await hall.start(0);
    const rules = (await listRules(hall, page)).items.map(({ rule }) => rule);
    expect(rules.map(({ name }) => name)).toContain('Host silent');
    expect(rules.every(({ enabled }) => enabled)).toBe(true);
    for (const { id } of rules) await removeRule(hall, operator, id);
    await hall.stop();
    await hall.start(1);
    expect((await listRules(hall, page)).items).toEqual([]);
  });
});
