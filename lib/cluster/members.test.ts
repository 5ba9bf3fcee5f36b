import { expect, it } from 'vitest';
import { createTestCluster } from '#tests/cluster/members.ts';

it('knows the others within a beat, who leads, and lets go of the silent', () => {
  const { all, pass } = createTestCluster(3);
  const [first, second, third] = all;
  const names = () => first?.members.list().map(({ name }) => name);
  expect(names()).toEqual(['server-0', 'server-1', 'server-2']);
  expect(first?.members.leader()).toBeNull();
  second?.leadership.give(4n);
  // One that was paused does not know yet that its term is over.
  third?.leadership.give(3n);
  expect(first?.members.leader()?.name).toBe('server-1');
  const gone: string[] = [];
  first?.members.onGone((id) => gone.push(id));
  third?.members.leave();
  for (let second = 0; second < 8; second += 1) pass(1_000, first ? [first] : []);
  expect(gone).toEqual(['s2', 's1']);
  expect(names()).toEqual(['server-0']);
});

it('is alone while the bus is away, and has company again when it is back', () => {
  const { all, pass, broker } = createTestCluster(2);
  broker.cut();
  for (let second = 0; second < 8; second += 1) pass(1_000);
  expect(all[0]?.members.list()).toHaveLength(1);
  broker.mend();
  expect(all[0]?.members.list()).toHaveLength(2);
});

it('says nothing more once it has left', () => {
  const { all } = createTestCluster(2);
  const [first, second] = all;
  second?.leadership.give(1n);
  second?.members.leave();
  second?.members.beat();
  expect(first?.members.list().map(({ name }) => name)).toEqual(['server-0']);
});
