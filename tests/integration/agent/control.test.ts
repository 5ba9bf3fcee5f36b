import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock, type Clock } from '#collectors/agent/clock.ts';
import { ControlChannel } from '#collectors/agent/control.ts';
import type { AgentMessage, Command } from '#lib/wire/control.ts';
import { ManualClock } from '#tests/simulator/manual-clock.ts';
import { portOf, startAgentFacingServer, type AgentFacingServer } from './write-server.ts';

let server: AgentFacingServer;
let stop: () => Promise<void> = () => Promise.resolve();

beforeEach(async () => {
  server = await startAgentFacingServer();
});

afterEach(async () => {
  await stop();
  await server.close();
});

const hello: AgentMessage = {
  type: 'hello',
  host: 'h',
  version: '1',
  collectors: [],
  training: { allowed: false, workloads: [], devices: [] },
};

function start(clock: Clock = systemClock) {
  const abort = new AbortController();
  const commands: Command[] = [];
  const warnings: string[] = [];
  const lost: number[] = [];
  const channel: ControlChannel = new ControlChannel({
    servers: [server.url],
    token: 'secret',
    clock,
    log: { info: () => undefined, warn: (_, text) => warnings.push(text), error: () => undefined },
    random: () => 0.01,
    hello: () => hello,
    onOpen: () => {
      channel.send(running);
    },
    onCommand: (command) => commands.push(command),
    onLost: () => lost.push(clock.monotonicMs()),
  });
  const done = channel.run(abort.signal);
  stop = async () => {
    abort.abort();
    await done;
  };
  return { channel, commands, warnings, lost };
}

const running: AgentMessage = { type: 'run-state', run: 'r', state: 'running' };
const finished: AgentMessage = { type: 'run-state', run: 'r', state: 'finished' };

describe('ControlChannel', () => {
  it('dials with its token and says hello before anything else', async () => {
    const { channel } = start();
    channel.send(finished);
    await vi.waitFor(() => expect(server.messages).toEqual([hello, running]));
    channel.send(finished);
    await vi.waitFor(() => expect(server.messages).toEqual([hello, running, finished]));
    expect(server.dials).toEqual(['Bearer secret']);
    expect(server.channels[0]?.protocol).toBe('isotherm.control.v1');
  });

  it('hands on commands and survives what is none', async () => {
    const { commands, warnings } = start();
    await vi.waitFor(() => expect(server.messages).toHaveLength(2));
    const stopRun: Command = { type: 'run-stop', run: 'r' };
    for (const text of ['{', '{"type":"run-fast"}', JSON.stringify(stopRun)]) {
      server.channels[0]?.send(text);
    }
    await vi.waitFor(() => expect(commands).toEqual([stopRun]));
    expect(warnings).toHaveLength(2);
  });

  it('comes back after the server went away, and tells again what runs', async () => {
    start();
    await vi.waitFor(() => expect(server.messages).toEqual([hello, running]));
    const port = portOf(server);
    await server.close();
    server = await startAgentFacingServer(port);
    await vi.waitFor(() => expect(server.messages).toEqual([hello, running]), 10_000);
  });

  it('says when it has been away for 30 s, and not before', async () => {
    const clock = new ManualClock();
    const { lost } = start(clock);
    await vi.waitFor(() => expect(server.messages).toHaveLength(2));
    await server.close();
    await vi.waitFor(async () => {
      await clock.advance(1000);
      expect(lost).toHaveLength(1);
    }, 20_000);
    expect(lost[0]).toBeGreaterThanOrEqual(30_000);
  });

  it('waits before it dials a server again that turned it away', async () => {
    const clock = new ManualClock();
    start(clock);
    for (let dials = 1; dials <= 3; dials += 1) {
      await vi.waitFor(() => expect(server.channels).toHaveLength(dials));
      const channel = server.channels[dials - 1];
      const closed = new Promise((resolve) => channel?.once('close', resolve));
      channel?.close(1008, 'this host is connected with another token');
      await closed;
      await clock.advance(0);
      expect(server.channels).toHaveLength(dials);
      await vi.waitFor(async () => {
        await clock.advance(100);
        expect(server.channels).toHaveLength(dials + 1);
      });
    }
  });

  it('closes the channel when the agent ends', async () => {
    start();
    await vi.waitFor(() => expect(server.messages).toHaveLength(2));
    const closed = new Promise<number>((resolve) => server.channels[0]?.once('close', resolve));
    await stop();
    expect(await closed).toBe(1000);
  });
});
