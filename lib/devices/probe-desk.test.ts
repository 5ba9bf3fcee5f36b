import { describe, expect, it } from 'vitest';
import type { SweepFind, SweepRequest } from '#lib/model/device-probe.ts';
import type { Command } from '#lib/wire/control.ts';
import { createProbeDesk } from './create-probe-desk.ts';

const credentials = { version: '2c', community: 'secret' } as const;
const request: SweepRequest = {
  ranges: ['10.0.0.0/29'],
  ports: [161, 161],
  credentials: [credentials],
  requestsPerSecond: 50,
};
const target = { address: '10.0.0.1', port: 161, profile: null, credentials };
const find: SweepFind = {
  ...{ address: '10.0.0.1', port: 161, credentials: 0 },
  ...{ systemName: 'pdu', systemDescription: null, objectId: null, profile: null, family: null },
};

function makeDesk() {
  const sent: Command[] = [];
  const clock = { nowMs: 1000 };
  const desk = createProbeDesk({
    agents: {
      list: () => [],
      isHere: () => true,
      send: (host, command) => {
        if (host !== 'gpu-1') return Promise.resolve(false);
        sent.push(command);
        return Promise.resolve(true);
      },
    },
    clock: () => clock.nowMs,
  });
  return { desk, sent, clock };
}

type Desk = ReturnType<typeof makeDesk>['desk'];

async function start(desk: Desk): Promise<string> {
  const sweep = await desk.startSweep('gpu-1', request, 'Ada');
  if (typeof sweep === 'string') throw new Error(`start sweep: ${sweep}`);
  return sweep.id;
}

const swept = (id: string, done: number, found: SweepFind[], state = 'running' as const) =>
  ({ type: 'snmp-swept', request: id, done, found, state }) as const;

describe('tests of devices', () => {
  it('answer what their own agent found, and nobody else', async () => {
    const { desk, sent } = makeDesk();
    const outcome = desk.test('gpu-1', target, new AbortController().signal);
    const [command] = sent;
    const id = command?.type === 'snmp-test' ? command.request : '';
    const failed = (problem: string) =>
      ({ type: 'snmp-tested', request: id, outcome: { kind: 'failed', problem } }) as const;
    desk.receive('gpu-2', failed('a lie'));
    desk.receive('gpu-1', failed('no answer'));
    expect(await outcome).toEqual({ kind: 'failed', problem: 'no answer' });
  });

  it('end when the agent is away, leaves or keeps silent, or nobody waits', async () => {
    const { desk, sent, clock } = makeDesk();
    const waiting = new AbortController();
    expect(await desk.test('gpu-2', target, waiting.signal)).toBeNull();
    const left = desk.test('gpu-1', target, waiting.signal);
    desk.agentLeft('gpu-1');
    expect(await left).toMatchObject({ problem: 'the agent of gpu-1 disconnected' });
    const silent = desk.test('gpu-1', target, waiting.signal);
    desk.tick((clock.nowMs += 60_000));
    expect(await silent).toMatchObject({
      problem: 'the agent of gpu-1 did not answer within 60 s',
    });
    const abandoned = desk.test('gpu-1', target, waiting.signal);
    waiting.abort();
    expect((await abandoned)?.kind).toBe('failed');
    expect(sent.at(-1)?.type).toBe('snmp-cancel');
  });
});

describe('sweeps', () => {
  it('gather what is found, never more than was asked, and keep no credentials', async () => {
    const { desk } = makeDesk();
    const id = await start(desk);
    desk.receive('gpu-1', swept(id, 4, Array<SweepFind>(4).fill(find)));
    desk.receive('gpu-2', swept(id, 6, [find]));
    desk.receive('gpu-1', swept(id, 900, Array<SweepFind>(4).fill(find)));
    const [sweep] = desk.sweeps();
    expect(sweep).toMatchObject({ state: 'running', done: 6, total: 6 });
    expect(sweep?.found).toHaveLength(6);
    expect(JSON.stringify(sweep)).not.toContain('secret');
  });

  it('are one at a time for an agent, and end once', async () => {
    const { desk } = makeDesk();
    const id = await start(desk);
    expect(await desk.startSweep('gpu-1', request, 'Ada')).toBe('busy');
    expect(await desk.startSweep('gpu-2', request, 'Ada')).toBe('away');
    expect(desk.cancelSweep(id)).toMatchObject({ state: 'cancelled' });
    desk.receive('gpu-1', swept(id, 6, [find]));
    expect(desk.sweeps()).toMatchObject([{ state: 'cancelled', found: [] }]);
    expect(typeof (await desk.startSweep('gpu-1', request, 'Ada'))).toBe('object');
  });

  it('fail when their agent says nothing for a minute, and are forgotten after an hour', async () => {
    const { desk, clock } = makeDesk();
    await start(desk);
    desk.tick((clock.nowMs += 60_000));
    expect(desk.sweeps()).toMatchObject([
      { state: 'failed', problem: 'the agent of gpu-1 has told nothing for a minute' },
    ]);
    desk.tick((clock.nowMs += 3_600_000));
    expect(desk.sweeps()).toEqual([]);
  });
});
