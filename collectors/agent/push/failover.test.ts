import { expect, it } from 'vitest';
import { createFailover } from './failover.ts';
import type { PushOutcome } from './outcome.ts';
import type { Transport } from './transport.ts';

const request = { body: Buffer.from('x'), batchId: 's:1' };
const never = new AbortController().signal;

function makeServers(count: number) {
  const asked: number[] = [];
  const closed: number[] = [];
  const outcomes: PushOutcome[] = Array.from({ length: count }, () => ({ kind: 'accepted' }));
  const transports = outcomes.map((_, server): Transport => ({
    send: () => {
      asked.push(server);
      return Promise.resolve(outcomes[server] ?? { kind: 'accepted' });
    },
    close: () => void closed.push(server),
  }));
  return { asked, closed, outcomes, failover: createFailover(transports) };
}

const away: PushOutcome = { kind: 'retry', reason: 'push to a: refused', retryAfterMs: 5_000 };

it('stays with a server until it fails, then goes to the next without its wait', async () => {
  const { asked, outcomes, failover } = makeServers(2);
  await failover.send(request, never);
  outcomes[0] = away;
  expect(await failover.send(request, never)).toEqual({ ...away, retryAfterMs: null });
  await failover.send(request, never);
  await failover.send(request, never);
  expect(asked).toEqual([0, 0, 1, 1]);
});

it('is not led back by the lane that fails second', async () => {
  const { asked, outcomes, failover } = makeServers(2);
  outcomes[0] = away;
  await Promise.all([failover.send(request, never), failover.send(request, never)]);
  await failover.send(request, never);
  expect(asked).toEqual([0, 0, 1]);
});

it('keeps what a single server asks for, and what only the data can be blamed for', async () => {
  const one = makeServers(1);
  one.outcomes[0] = away;
  expect(await one.failover.send(request, never)).toEqual(away);
  const two = makeServers(2);
  two.outcomes[0] = { kind: 'rejected', reason: 'bad line' };
  await two.failover.send(request, never);
  await two.failover.send(request, never);
  expect(two.asked).toEqual([0, 0]);
  two.failover.close();
  expect(two.closed).toEqual([0, 1]);
});
