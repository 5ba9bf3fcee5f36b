import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Command, InvalidArgumentError } from 'commander';
import { pino } from 'pino';
import type { Collector } from '#collectors/collector.ts';
import { runAgent, type AgentOptions } from '#collectors/agent/agent.ts';
import { createAssignedDevices } from '#collectors/agent/assigned-devices.ts';
import { systemClock } from '#collectors/agent/clock.ts';
import { checkSections, createCollectors } from '#collectors/agent/selection.ts';
import { gatherOnce } from '#collectors/agent/once.ts';
import { exposeOnly } from '#collectors/agent/prometheus/expose.ts';
import { openExporter, type Exporter } from '#collectors/agent/prometheus/exporter.ts';
import { HttpTransport } from '#collectors/agent/push/transport.ts';
import { RoundLog } from '#collectors/agent/round-log.ts';
import { runSchedule } from '#collectors/agent/scheduler.ts';
import { loadAgentConfig, type AgentConfig, type PushConfig } from '#lib/config/agent-config.ts';
import { ConfigError, environment } from '#lib/config/config.ts';
import { trainingEnvironment } from '#lib/config/child-environment.ts';
import type { Point } from '#lib/model/sample.ts';
import { PointEncoder } from '#lib/wire/line-protocol/encode.ts';
import { lazyProber } from './lazy-prober.ts';
import { programFile, startProgram } from './start-program.ts';
import packageJson from '../package.json' with { type: 'json' };

interface AgentCommandOptions {
  readonly config?: string;
  readonly server?: string;
  readonly once: boolean;
  readonly stdout: boolean;
  readonly collectors?: readonly string[];
  readonly prometheus?: string;
}

export function agentCommand(): Command {
  return new Command('agent')
    .description('Gather samples of this machine and push them to a server')
    .option('--config <file>', 'configuration, JSON')
    .option('--server <urls>', 'where to push, several with commas; default ISOTHERM_SERVER_URL')
    .option(
      '--prometheus <host:port>',
      'let Prometheus read this agent there, such as 127.0.0.1:9400',
    )
    .option('--once', 'gather one round and end', false)
    .option('--stdout', 'print line protocol instead of pushing it', false)
    .option('--collectors <names>', 'only these, such as host,network', parseNames)
    .action(agent);
}

async function agent(options: AgentCommandOptions): Promise<void> {
  const config = loadAgentConfig({
    file: readConfigFile(options.config),
    environment: environment(),
    server: options.server,
    prometheus: options.prometheus,
    readSecret: (file) => readFileSync(file, 'utf8'),
    checkCollectors: checkSections,
  });
  const host = config.host ?? readHostName(config.rootfs);
  const assignedDevices = createAssignedDevices();
  const collectors = createCollectors(config.collectors, options.collectors ?? null, {
    host,
    rootfs: config.rootfs,
    assignedDevices: () => assignedDevices.list(),
    monotonicMs: () => systemClock.monotonicMs(),
    sleep: (milliseconds, signal) => systemClock.sleep(milliseconds, signal),
    startProgram,
  });
  const stop = stopSignal();
  if (options.stdout) {
    await print(collectors, options.once, stop);
  } else if (options.once) {
    await pushOnce(config.push ?? nowhere(), collectors, stop);
  } else {
    await run(config, { host, collectors, assignedDevices }, stop);
  }
}

function nowhere(): never {
  throw new ConfigError(
    'configure the agent: say where to push (--server or ISOTHERM_SERVER_URL), or where ' +
      'Prometheus may read it (--prometheus)',
  );
}

/** Pushes, lets Prometheus read, or both. */
async function run(
  config: AgentConfig,
  gathering: Pick<AgentOptions, 'host' | 'collectors' | 'assignedDevices'>,
  signal: AbortSignal,
): Promise<void> {
  if (!config.push && !config.prometheus) nowhere();
  const log = pino({ base: { name: 'agent' }, level: config.logLevel }, pino.destination(2));
  const exporter = config.prometheus
    ? await openExporter({ listen: config.prometheus, clock: systemClock, log })
    : null;
  const parts = { ...gathering, clock: systemClock, log, usage: readUsage };
  try {
    if (config.push) await push(config, config.push, parts, exporter, signal);
    else if (exporter) await exposeOnly({ ...parts, exporter }, signal);
  } finally {
    await exporter?.close();
  }
}

type CommonParts = Pick<
  AgentOptions,
  'host' | 'collectors' | 'assignedDevices' | 'clock' | 'log' | 'usage'
>;

async function push(
  config: AgentConfig,
  target: PushConfig,
  parts: CommonParts,
  exporter: Exporter | null,
  signal: AbortSignal,
): Promise<void> {
  await runAgent(
    {
      ...parts,
      version: packageJson.version,
      push: target,
      spool: {
        directory: path.join(config.dataDirectory, 'agent', 'spool'),
        maxBytes: config.spoolMaxBytes,
      },
      control:
        config.servers.length === 0 ? null : { servers: config.servers, token: config.token },
      training: config.training,
      spawnTraining,
      prober: lazyProber(ownProfiles(config)),
      random: Math.random,
      onPoints: (points) => exporter?.note(points),
    },
    signal,
  );
}

/** Operators' own profiles, where the collector that polls is told of them. */
function ownProfiles({ collectors }: AgentConfig): string | null {
  const section = collectors['snmp'] ?? false;
  const directory = section === false ? null : section['profiles'];
  return typeof directory === 'string' ? directory : null;
}

async function pushOnce(
  target: PushConfig,
  collectors: readonly Collector[],
  signal: AbortSignal,
): Promise<void> {
  const { points, problems } = await gatherOnce(collectors, systemClock, signal);
  for (const problem of problems) console.error(`isotherm: ${problem}`);
  const { urls, ...push } = target;
  const [url] = urls;
  const transport = new HttpTransport({
    ...push,
    url: url ?? nowhere(),
    timeoutMs: 10_000,
    wallMs: () => Date.now(),
    onExchange: () => undefined,
  });
  const body = gzipSync(encode(points), { level: 1 });
  const outcome = await transport.send({ body, batchId: `${randomUUID()}:1` }, signal);
  transport.close();
  if (outcome.kind !== 'accepted') throw new Error(outcome.reason);
}

async function print(
  collectors: readonly Collector[],
  isOnce: boolean,
  signal: AbortSignal,
): Promise<void> {
  const write = (points: readonly Point[]) => void process.stdout.write(encode(points));
  if (isOnce) {
    const { points, problems } = await gatherOnce(collectors, systemClock, signal);
    write(points);
    for (const problem of problems) console.error(`isotherm: ${problem}`);
  } else {
    const rounds = new RoundLog(pino({ base: { name: 'agent' } }, pino.destination(2)));
    await runSchedule(
      collectors,
      {
        clock: systemClock,
        phaseMs: 0,
        onProbe: (name, result) => rounds.noteProbe(name, result),
        onRound: (round) => {
          rounds.noteRound(round);
          write(round.points);
        },
        onSkip: () => undefined,
      },
      signal,
    );
  }
  await Promise.all(collectors.map((collector) => collector.close()));
}

/** A training run is this same program in a process of its own, without the agent's secrets. */
function spawnTraining(args: readonly string[]) {
  return spawn(process.execPath, [programFile, 'train', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { NODE_ENV: 'production', ...trainingEnvironment(environment()) },
  });
}

function readUsage() {
  const { user, system } = process.cpuUsage();
  return { cpuSeconds: (user + system) / 1e6, residentBytes: process.memoryUsage.rss() };
}

function readConfigFile(file: string | undefined) {
  if (file === undefined) return null;
  try {
    return { name: file, text: readFileSync(file, 'utf8') };
  } catch (cause) {
    throw new ConfigError(`read ${file}: ${cause instanceof Error ? cause.message : ''}`, {
      cause,
    });
  }
}

/** In a container the name under the prefix is the host's, ours is the container's. */
function readHostName(rootfs: string): string {
  if (path.resolve(rootfs) === '/') return hostname();
  try {
    return readFileSync(path.join(rootfs, 'etc/hostname'), 'utf8').trim() || hostname();
  } catch {
    return hostname();
  }
}

function encode(points: readonly Point[]): string {
  return new PointEncoder({ mendsTagValues: true }).encodeAll(points);
}

/** Aborts at the first signal, or when the process that started us is gone; a second one kills. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  // Every loop of the agent waits under it: more than ten listeners are no leak.
  setMaxListeners(0, controller.signal);
  const stop = () => controller.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  process.once('disconnect', stop);
  return controller.signal;
}

function parseNames(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => name !== '')) return names;
  throw new InvalidArgumentError('It is a list of names with commas between them.');
}
