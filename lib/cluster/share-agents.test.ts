import { beforeEach, describe, expect, it } from 'vitest';
import { AgentChannels, type Channel } from '#lib/live/agent-channels.ts';
import type { AgentPresence } from '#lib/live/control-socket.ts';
import type { Command } from '#lib/wire/control.ts';
import { createTestCluster, quietLog, settle } from '#tests/cluster/members.ts';
import { shareAgents } from './share-agents.ts';

const stopRun: Command = { type: 'run-stop', run: 'r1' };

function helloOf(host: string) {
  return {
    ...({ type: 'hello', host, version: '1' } as const),
    collectors: [],
    training: { allowed: false, workloads: [], devices: [] },
  };
}

function makeServers(count: number) {
  const cluster = createTestCluster(count);
  const servers = cluster.all.map((member) => {
    const heard: AgentPresence[] = [];
    const givenUp: string[] = [];
    const sent: Command[] = [];
    const channels: AgentChannels<Channel> = new AgentChannels((host) =>
      agents.tokenElsewhere(host),
    );
    const agents = shareAgents({
      ...member,
      local: () => ({
        agents: channels,
        agentOf(host) {
          const channel = channels.channelOf(host);
          return channel?.agent ? { ...channel.agent, tokenId: channel.tokenId } : null;
        },
        giveUp: (host) => void givenUp.push(host),
      }),
      onPresence: (presence) => heard.push(presence),
      log: quietLog,
    });
    const connect = (host: string, tokenId = 't') => {
      const openedAtMs = (cluster.clock.nowMs += 1);
      const send = (command: Command) => sent.push(command) > 0;
      const channel: Channel = { tokenId, openedAtMs, agent: null, isOwn: false, send };
      const outcome = channels.bind(channel, helloOf(host));
      if (!('refused' in outcome)) changed(host, true);
      return { channel, outcome };
    };
    const changed = (host: string, isConnected: boolean) => {
      agents.localChanged({ kind: 'agent', host, isConnected });
      member.counts = agents.counts();
    };
    const leave = (channel: Channel) => {
      channels.forget(channel);
      changed(channel.agent?.host ?? '', false);
    };
    return { ...member, agents, heard, givenUp, sent, connect, leave };
  });
  return { ...cluster, servers };
}

describe('agents of several servers', () => {
  let world: ReturnType<typeof makeServers>;
  beforeEach(() => (world = makeServers(2)));
  const server = (index: number) => {
    const found = world.servers[index];
    if (!found) throw new Error('there is no such server');
    return found;
  };

  it('are listed and commanded from any of them', async () => {
    server(0).connect('gpu-1');
    expect(
      server(1)
        .agents.list()
        .map(({ host }) => host),
    ).toEqual(['gpu-1']);
    expect(await server(1).agents.send('gpu-1', stopRun)).toBe(true);
    expect(server(0).sent).toEqual([stopRun]);
    expect(await server(1).agents.send('gpu-2', stopRun)).toBe(false);
    world.broker.cut();
    expect(await server(1).agents.send('gpu-1', stopRun)).toBe(false);
  });

  it('are told when they come and leave, once', () => {
    const { channel } = server(0).connect('gpu-1');
    server(0).leave(channel);
    expect(server(1).heard.map(({ isConnected }) => isConnected)).toEqual([true, false]);
  });

  it('move: the old channel is given up and nobody says that they left', () => {
    server(0).connect('gpu-1');
    server(1).connect('gpu-1');
    expect(server(0).givenUp).toEqual(['gpu-1']);
    expect(server(0).agents.list()).toHaveLength(1);
    expect(server(1).heard.filter(({ isConnected }) => !isConnected)).toEqual([]);
  });

  it('cannot be taken over with another token at another server', () => {
    server(0).connect('gpu-1');
    const { outcome } = server(1).connect('gpu-1', 'stolen');
    expect(outcome).toHaveProperty('refused');
  });

  it('are read again where changes were missed, page by page', async () => {
    world.broker.cut();
    for (let host = 0; host < 120; host += 1) server(0).connect(`gpu-${host}`);
    expect(server(1).agents.list()).toHaveLength(0);
    world.broker.mend();
    world.pass(2_000);
    for (let turn = 0; turn < 10; turn += 1) await settle();
    expect(server(1).agents.list()).toHaveLength(120);
  });

  it('are gone with their server', () => {
    server(0).connect('gpu-1');
    for (let second = 0; second < 8; second += 1) world.pass(1_000, [server(1)]);
    expect(server(1).agents.list()).toEqual([]);
    expect(server(1).heard.at(-1)).toMatchObject({ host: 'gpu-1', isConnected: false });
  });
});
