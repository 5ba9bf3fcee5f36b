import { spawn } from 'node:child_process';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TrainingRuns, type TrainingProcess } from '#collectors/agent/training-runs.ts';
import type { Point } from '#lib/model/sample.ts';
import type { AgentMessage, RunCommand } from '#lib/wire/control.ts';
import { ManualClock } from '#tests/simulator/manual-clock.ts';

const progress =
  '{"step":12,"loss":2.5,"steps_per_second":10,"samples_per_second":1280,' +
  '"flops_per_second":1e9,"step_seconds":0.1,"elapsed_seconds":1}';

/** Programs that stand where `isotherm train` would, as processes of their own. */
const programs = {
  trains: `console.log(${JSON.stringify(progress)}); setInterval(() => {}, 1000);`,
  finishes: `console.log('not a report'); console.log(${JSON.stringify(progress)});`,
  fails: `console.error('first'); console.error('no device of that name'); process.exit(1);`,
  ignoresSigterm:
    `process.on('SIGTERM', () => {}); console.log(${JSON.stringify(progress)});` +
    'setInterval(() => {}, 1000);',
};

const children: TrainingProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(program: string) {
  const clock = new ManualClock();
  const points: Point[] = [];
  const states: Extract<AgentMessage, { type: 'run-state' }>[] = [];
  const started: (readonly string[])[] = [];
  const runs = new TrainingRuns({
    host: 'h',
    devices: ['cpu', 'GPU-1'],
    workloads: ['softmax'],
    spawn: (args) => {
      started.push(args);
      const child = spawn(process.execPath, ['-e', program], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.push(child);
      return child;
    },
    clock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    onPoint: (point) => points.push(point),
    onState: (state) => states.push(state),
  });
  return { runs, clock, points, states, started };
}

function command(more: Partial<Extract<RunCommand, { type: 'run-start' }>> = {}): RunCommand {
  return {
    type: 'run-start',
    run: 'r1',
    workload: 'softmax',
    device: 'cpu',
    seed: 7,
    seconds: 60,
    ...more,
  };
}

describe('TrainingRuns', () => {
  it('starts the command and turns its reports into points', async () => {
    const { runs, clock, points, states, started } = start(programs.trains);
    runs.handle(command());
    await vi.waitFor(() => expect(points).toHaveLength(1));
    expect(started[0]?.join(' ')).toBe(
      '--workload softmax --device cpu --seed 7 --seconds 60 --json',
    );
    expect(points[0]).toEqual({
      measurement: 'training',
      tags: { host: 'h', gpu: 'cpu', run: 'r1', workload: 'softmax' },
      fields: {
        step: { type: 'integer', value: 12n },
        loss: { type: 'float', value: 2.5 },
        steps_per_second: { type: 'float', value: 10 },
        samples_per_second: { type: 'float', value: 1280 },
        flops_per_second: { type: 'float', value: 1e9 },
        step_seconds: { type: 'float', value: 0.1 },
      },
      timeNs: BigInt(clock.wallMs()) * 1_000_000n,
    });
    expect(states).toEqual([{ type: 'run-state', run: 'r1', state: 'running' }]);
    await runs.stopAll('the agent was stopped');
    expect(states.at(-1)).toMatchObject({ state: 'stopped', reason: 'the agent was stopped' });
  });

  it('tells the end of a run after its last point', async () => {
    const { runs, points, states } = start(programs.finishes);
    runs.handle(command());
    await vi.waitFor(() => expect(states.at(-1)?.state).toBe('finished'));
    expect(points).toHaveLength(1);
  });

  it('tells a new connection again what runs and what has ended', async () => {
    const { runs, points, states } = start(programs.trains);
    runs.handle(command({ device: 'GPU-2', run: 'r0' }));
    runs.handle(command());
    await vi.waitFor(() => expect(points).toHaveLength(1));
    states.length = 0;
    runs.announce();
    expect(states.map(({ run, state }) => `${run} ${state}`)).toEqual(['r0 refused', 'r1 running']);
    await runs.stopAll('done');
  });

  it('tells why a run failed', async () => {
    const { runs, states } = start(programs.fails);
    runs.handle(command());
    await vi.waitFor(() =>
      expect(states).toEqual([
        { type: 'run-state', run: 'r1', state: 'failed', reason: 'no device of that name' },
      ]),
    );
  });

  it('accepts only devices and workloads that its configuration allows', () => {
    const { runs, states, started } = start(programs.trains);
    runs.handle(command({ device: 'GPU-2' }));
    runs.handle(command({ run: 'r2', workload: 'gpt' }));
    expect(started).toEqual([]);
    expect(states).toMatchObject([
      { run: 'r1', state: 'refused', reason: expect.stringContaining('not GPU-2') as string },
      { run: 'r2', state: 'refused', reason: expect.stringContaining('workload gpt') as string },
    ]);
  });

  it('runs one at a time on a device, and others beside it', async () => {
    const { runs, points, states } = start(programs.trains);
    runs.handle(command());
    runs.handle(command());
    runs.handle(command({ run: 'r2' }));
    runs.handle(command({ run: 'r3', device: 'GPU-1' }));
    expect(states).toEqual([
      { type: 'run-state', run: 'r2', state: 'refused', reason: 'cpu is busy with run r1' },
    ]);
    await vi.waitFor(() => expect(points).toHaveLength(2));
    await runs.stopAll('done');
  });

  it('stops a run on request, and kills one that does not listen after 5 s', async () => {
    const { runs, clock, points, states } = start(programs.ignoresSigterm);
    runs.handle(command());
    await vi.waitFor(() => expect(points).toHaveLength(1));
    runs.handle({ type: 'run-stop', run: 'r1' });
    await clock.advance(4900);
    expect(children[0]?.exitCode).toBeNull();
    expect(children[0]?.signalCode).toBeNull();
    await clock.advance(200);
    await vi.waitFor(() => expect(states.at(-1)?.state).toBe('stopped'));
    expect(children[0]?.signalCode).toBe('SIGKILL');
  });

  it('answers a stop for a run it does not know', () => {
    const { runs, states } = start(programs.trains);
    runs.handle({ type: 'run-stop', run: 'gone' });
    expect(states).toMatchObject([{ run: 'gone', state: 'stopped' }]);
  });

  it('ends a run that goes on past its time', async () => {
    const { runs, clock, points, states } = start(programs.trains);
    runs.handle(command({ seconds: 10 }));
    await vi.waitFor(() => expect(points).toHaveLength(1));
    await clock.advance(10_000 + 121_000);
    await vi.waitFor(() => expect(states.at(-1)).toMatchObject({ state: 'stopped' }));
  });
});
