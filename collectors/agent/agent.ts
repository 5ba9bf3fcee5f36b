import type { Workload } from '#lib/model/run.ts';
import type { Point } from '#lib/model/sample.ts';
import type { AgentMessage, Command, DeviceCommand } from '#lib/wire/control.ts';
import type { Collector, ProbeResult } from '../collector.ts';
import type { Clock } from './clock.ts';
import { ClockOffset } from './clock-offset.ts';
import type { AssignedDevices } from './assigned-devices.ts';
import { ControlChannel } from './control.ts';
import { DeviceDuties } from './device-duties.ts';
import type { DeviceProber } from './device-prober.ts';
import type { Log } from './log.ts';
import { Outbox } from './outbox.ts';
import { Delivery } from './push/delivery.ts';
import { createFailover } from './push/failover.ts';
import { HttpTransport, type Credentials, type Transport } from './push/transport.ts';
import { RoundLog } from './round-log.ts';
import { runSchedule, type Round } from './scheduler.ts';
import { SelfReport, type ProcessUsage } from './self-report.ts';
import { Spool } from './spool/spool.ts';
import { TrainingRuns, type TrainingProcess } from './training-runs.ts';

export interface AgentOptions {
  readonly host: string;
  readonly version: string;
  readonly collectors: readonly Collector[];
  readonly push: {
    /** Servers that share a store, or one InfluxDB; at least one. */
    readonly urls: readonly string[];
    readonly database: string;
    readonly credentials: Credentials;
  };
  readonly spool: { readonly directory: string; readonly maxBytes: number };
  /** Null: nobody controls this agent. */
  readonly control: { readonly servers: readonly string[]; readonly token: string | null } | null;
  readonly training: {
    readonly devices: readonly string[];
    readonly workloads: readonly Workload[];
  };
  readonly spawnTraining: (args: readonly string[]) => TrainingProcess;
  /** Takes what the server assigns; collectors read it. */
  readonly assignedDevices: AssignedDevices;
  readonly prober: DeviceProber;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly usage: () => ProcessUsage;
  /** Sees everything that is gathered, on its way to the server. */
  readonly onPoints: (points: readonly Point[]) => void;
}

const selfReportMs = 5000;
const pushTimeoutMs = 10_000;
const lastPushMs = 1500;
const phaseSpreadMs = 1000;

/**
 * The agent: gathers, keeps on disk, pushes, obeys. Resolves after the signal is aborted, when
 * training has ended and everything gathered is on disk or with the server.
 */
export async function runAgent(options: AgentOptions, signal: AbortSignal): Promise<void> {
  const { host, clock, log, random, collectors } = options;
  const spool = new Spool(options.spool);
  const clockOffset = new ClockOffset();
  const transport = openTransport(options, clockOffset);
  const delivery = new Delivery({ spool, transport, clock, log, random });
  const outbox = new Outbox({ clock, log, deliver: (payload) => delivery.offer(payload) });
  const report = new SelfReport({ host, clock, usage: options.usage });
  const emit = (points: readonly Point[]) => {
    outbox.add(points);
    options.onPoints(points);
  };
  const { control, runs, probes } = openControl(options, emit);
  logRecovery(log, spool);

  const rounds = new RoundLog(log);
  const schedule = {
    clock,
    phaseMs: random() * phaseSpreadMs,
    onProbe: (name: string, result: ProbeResult) => {
      const isNews = probes.get(name)?.supported !== result.supported;
      probes.set(name, result);
      rounds.noteProbe(name, result);
      if (isNews) control?.announce();
    },
    onRound: (round: Round) => {
      report.noteRound(round);
      rounds.noteRound(round);
      emit(round.points);
    },
    onSkip: (name: string) => report.noteSkip(name),
    news: () => options.assignedDevices.nextChange(),
  };
  const reportOnSelf = async () => {
    while (!signal.aborted) {
      await clock.sleep(selfReportMs, signal);
      emit(report.read({ spool, journal: delivery.journal, clockOffset }));
    }
  };

  const stopped = new AbortController();
  const sending = [delivery.run(stopped.signal)];
  if (control) sending.push(control.run(stopped.signal));
  const gathering = [runSchedule(collectors, schedule, signal), outbox.run(signal), reportOnSelf()];
  try {
    await Promise.race([aborted(signal), failed([...sending, ...gathering])]);
    await runs.stopAll('the agent was stopped');
    await Promise.all(gathering);
    outbox.flush();
    await delivery.drainFresh(AbortSignal.timeout(lastPushMs));
  } finally {
    stopped.abort();
    await Promise.allSettled(sending);
    await Promise.allSettled(collectors.map((collector) => collector.close()));
    transport.close();
    spool.close();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Never resolves; rejects as soon as one of the tasks does. */
async function failed(tasks: readonly Promise<void>[]): Promise<never> {
  await Promise.all(tasks);
  return new Promise(() => undefined);
}

function openTransport(options: AgentOptions, clockOffset: ClockOffset): Transport {
  const { urls, ...push } = options.push;
  const { clock } = options;
  const transports = urls.map(
    (url) =>
      new HttpTransport({
        ...push,
        url,
        timeoutMs: pushTimeoutMs,
        wallMs: () => clock.wallMs(),
        onExchange: (exchange) => clockOffset.observe(exchange),
      }),
  );
  return createFailover(transports);
}

function openControl(options: AgentOptions, emit: (points: readonly Point[]) => void) {
  const { host, clock, log, random, training } = options;
  const probes = new Map<string, ProbeResult>();
  const runs = new TrainingRuns({
    host,
    ...training,
    spawn: options.spawnTraining,
    clock,
    log,
    onPoint: (point) => emit([point]),
    onState: (message) => control?.send(message),
  });
  const devices = new DeviceDuties({
    prober: options.prober,
    clock,
    log,
    assign: (targets) => options.assignedDevices.replace(targets),
    onMessage: (message) => control?.send(message),
  });
  const control = options.control
    ? new ControlChannel({
        ...options.control,
        clock,
        log,
        random,
        hello: () => helloMessage(options, probes),
        onOpen: () => {
          runs.announce();
          devices.cancelAll();
        },
        onCommand: (command) => {
          if (isDeviceCommand(command)) devices.handle(command);
          else runs.handle(command);
        },
        onLost: () => void runs.stopAll('the control channel was lost'),
      })
    : null;
  return { control, runs, probes };
}

function isDeviceCommand(command: Command): command is DeviceCommand {
  return command.type.startsWith('snmp-');
}

function helloMessage(
  options: AgentOptions,
  probes: ReadonlyMap<string, ProbeResult>,
): AgentMessage {
  const { host, version, training } = options;
  return {
    type: 'hello',
    host,
    version,
    collectors: [...probes].map(([name, result]) => ({
      name,
      supported: result.supported,
      ...(!result.supported && { reason: result.reason.slice(0, 500) }),
    })),
    training: {
      allowed: training.devices.length > 0,
      workloads: [...training.workloads],
      devices: [...training.devices],
    },
  };
}

function logRecovery(log: Log, spool: Spool): void {
  const { waitingBatches, tornBytes } = spool.recovery;
  if (waitingBatches > 0) log.info({ waitingBatches }, 'samples of an earlier run wait on disk');
  if (tornBytes > 0) log.warn({ tornBytes }, 'the end of the spool was torn and is cut off');
}
