import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as placements from '#app/api/v1/placements/route.ts';
import * as racks from '#app/api/v1/racks/route.ts';
import * as sites from '#app/api/v1/sites/route.ts';
import { readHall } from '#lib/inventory/read-hall.ts';
import { isHinted } from '#lib/model/place.ts';
import { apiHandler } from '#tests/simulator/api-handler.ts';
import { testTokens } from '#tests/simulator/isotherm.ts';
import { captureOutput, repositoryRoot, temporaryDirectory } from '#tests/simulator/process.ts';
import {
  startServerWithoutPages,
  type ServerWithoutPages,
} from '#tests/simulator/server-without-pages.ts';
import { startAgentFacingServer, type AgentFacingServer } from './agent/write-server.ts';

const patience = { timeout: 60_000, interval: 100 };
const most = { sites: 10, racks: 100, hosts: 1_000 };
const { signal } = new AbortController();
const smallHall = ['--racks', '2', '--hosts-per-rack', '2', '--gpus-per-host', '4', '--seed', '7'];

interface Running {
  readonly process: ChildProcess;
  output(): string;
  /** Exit code. */
  readonly ended: Promise<number | null>;
}

function simulate(
  url: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Running {
  const command = path.join(repositoryRoot, 'bin/isotherm');
  const child = spawn(
    process.execPath,
    [command, 'simulate', '--server', url, ...smallHall, ...args],
    {
      cwd: repositoryRoot,
      env: { ...process.env, ISOTHERM_AGENT_TOKEN: testTokens.agent, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { process: child, output: captureOutput(child), ended };
}

describe('a simulated hall on a server', () => {
  let server: ServerWithoutPages;

  beforeAll(async () => {
    server = await startServerWithoutPages({ pages: apiHandler([sites, racks, placements]) });
  });
  afterAll(() => server.stop());

  const gpus = (field: string, name: string) =>
    server.services.hub
      .latest('gpu', [field], {})
      .filter(({ tags }) => tags['host']?.startsWith(`${name}-`));

  it('appears live, marked, in the racks its series name, and ends at Ctrl-C', async () => {
    const running = simulate(server.url, ['--interval', '200ms', '--fault', 'dead-gpu:a01-1/2']);
    await vi.waitFor(() => expect(gpus('lost', 'sim')).toHaveLength(16), patience);
    const hall = await readHall(server.services, most);
    expect(hall.isSimulated).toBe(true);
    expect(hall.racks.map(({ name }) => name)).toEqual(['A01', 'A02']);
    expect(hall.racks.every(isHinted)).toBe(true);
    expect(hall.placements.filter(({ rackId }) => rackId !== null)).toHaveLength(4);
    expect(gpus('power_watts', 'sim').every(({ tags }) => tags['simulated'] === 'true')).toBe(true);
    expect(gpus('lost', 'sim').filter(({ values: [lost] }) => Number(lost) === 1)).toHaveLength(1);
    running.process.kill('SIGINT');
    expect(await running.ended).toBe(0);
    expect(server.complaints).toEqual([]);
  });

  it('does what a scenario says as soon as it is saved', async () => {
    const directory = temporaryDirectory('isotherm-scenario-');
    const scenario = path.join(directory, 'faults.txt');
    writeFileSync(scenario, '# calm\n');
    const args = ['--name', 'saved', '--interval', '200ms', '--scenario', scenario];
    const running = simulate(server.url, args);
    try {
      await vi.waitFor(() => expect(gpus('lost', 'saved')).toHaveLength(16), patience);
      const lost = () => gpus('lost', 'saved').filter(({ values: [value] }) => Number(value) === 1);
      expect(lost()).toHaveLength(0);
      writeFileSync(scenario, 'dead-gpu:a02-2/3\n');
      await vi.waitFor(() => expect(lost()).toHaveLength(1), patience);
      writeFileSync(scenario, 'dead-gpu:nowhere\n');
      await vi.waitFor(
        () => expect(running.output()).toContain('the hall has no GPU nowhere'),
        patience,
      );
      expect(lost()).toHaveLength(1);
      writeFileSync(scenario, '');
      await vi.waitFor(() => expect(lost()).toHaveLength(0), patience);
    } finally {
      running.process.kill('SIGINT');
      expect(await running.ended).toBe(0);
      rmSync(directory, { recursive: true });
    }
  });

  it('fills in history that can be filled in again without a change, and ends', async () => {
    const args = [
      '--name',
      'past',
      '--backfill',
      '2h',
      '--history-only',
      '--until',
      '2026-05-01T12:00:00Z',
    ];
    const read = async () => {
      const { series, timeMs } = await server.services.store.series(
        {
          ...{ measurement: 'gpu', fields: ['energy_joules_total'], match: { rack: ['A01'] } },
          ...{
            startMs: Date.parse('2026-05-01T10:00:00Z'),
            endMs: Date.parse('2026-05-01T12:01:00Z'),
          },
          ...{ stepMs: 60_000, maxPoints: 1_000, aggregate: 'last', groupBy: ['gpu'] },
        },
        signal,
      );
      expect(timeMs).toHaveLength(121);
      return series.map(({ values }) => values);
    };
    const first = simulate(server.url, args);
    expect(await first.ended, first.output()).toBe(0);
    const stored = await read();
    expect(stored).toHaveLength(8);
    expect(stored.flat().every((value) => value !== null)).toBe(true);
    for (const joules of stored)
      expect(joules).toEqual([...joules].sort((a, b) => Number(a) - Number(b)));
    const again = simulate(server.url, args);
    expect(await again.ended, again.output()).toBe(0);
    expect(await read()).toEqual(stored);
  });

  it('stands in the inventory, each host at its U, where a token allows that', async () => {
    const args = ['--name', 'placed', '--seconds', '0', '--faults-per-day', '0'];
    const place = () => simulate(server.url, args, { ISOTHERM_ADMIN_TOKEN: testTokens.admin });
    const first = place();
    expect(await first.ended, first.output()).toBe(0);
    const again = place();
    expect(await again.ended, again.output()).toBe(0);
    const hall = await readHall(server.services, most);
    const site = hall.sites.find(({ name }) => name === 'placed');
    const own = hall.racks.filter(({ siteId }) => siteId === site?.id);
    expect(own.map(({ name, powerBudgetWatts }) => [name, powerBudgetWatts])).toEqual([
      ['A01', 12_000],
      ['A02', 12_000],
    ]);
    const standing = hall.placements.filter(({ host }) => host.startsWith('placed-'));
    expect(standing.map(({ host, positionU, heightU }) => [host, positionU, heightU])).toEqual([
      ['placed-a01-1', 2, 4],
      ['placed-a01-2', 6, 4],
      ['placed-a02-1', 2, 4],
      ['placed-a02-2', 6, 4],
    ]);
  });

  it('says in one sentence what is wrong with its arguments', async () => {
    const wrong = simulate(server.url, ['--fault', 'slow-gpu:z1-1/1']);
    expect(await wrong.ended).toBe(2);
    expect(wrong.output()).toContain('read fault slow-gpu:z1-1/1: the hall has no GPU z1-1/1');
    const unknown = simulate(server.url, ['--racks', 'many']);
    expect(await unknown.ended).toBe(2);
  });
});

describe('a simulated hall before a server that is behind', () => {
  let server: AgentFacingServer;

  beforeAll(async () => {
    server = await startAgentFacingServer();
  });
  afterAll(() => server.close());

  it('waits as long as it is told, loses nothing of its history and numbers batches in order', async () => {
    let refusals = 0;
    let acceptedMs = 0;
    let refusedMs = 0;
    server.answer = (response, write) => {
      if (refusals < 2) {
        refusals += 1;
        refusedMs = Date.now();
        response.writeHead(429, { 'retry-after': '1' }).end();
        return;
      }
      acceptedMs ||= Date.now();
      server.writes.push(write);
      response.writeHead(204).end();
    };
    const args = [
      '--backfill',
      '90m',
      '--history-only',
      '--until',
      '2026-05-01T12:00:00Z',
      '--only',
      'gpu',
    ];
    const running = simulate(server.url, args);
    expect(await running.ended, running.output()).toBe(0);
    expect(acceptedMs - refusedMs).toBeGreaterThanOrEqual(1_000);
    const lines = server.writes.flatMap(({ text }) => text.trimEnd().split('\n'));
    expect(lines.filter((line) => line.startsWith('gpu,'))).toHaveLength(91 * 16);
    const sequences = server.writes.map(({ batchId }) => Number(batchId.split(':').at(-1)));
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
  });

  it('says how to go on when it is stopped on its way', async () => {
    server.answer = (response) => response.writeHead(503, { 'retry-after': '30' }).end();
    const running = simulate(server.url, ['--backfill', '300d', '--until', '2026-05-01T12:00:00Z']);
    await vi.waitFor(() => expect(running.output()).toMatch(/points/), patience);
    running.process.kill('SIGINT');
    expect(await running.ended).toBe(0);
    expect(running.output()).toMatch(
      /add --until 2026-05-01T12:00:00.000Z --resume 2025-07-05T12:00:00.000Z/,
    );
  });
});
