import type { SnmpTarget } from '#lib/model/snmp-target.ts';
import {
  defineCollector,
  type Collector,
  type CollectorContext,
  type ProbeResult,
  type SampleSink,
} from '../collector.ts';
import { configSchema, type SnmpConfig } from './config.ts';
import { EventWriter } from './event.ts';
import { metrics } from './metrics.ts';
import type { Poller } from './poll/poller.ts';
import { TrapDesk } from './trap/trap-desk.ts';

export const snmpCollector = defineCollector({
  name: 'snmp',
  metrics,
  configSchema,
  create: (config, context) => new SnmpCollector(config, context),
});

/** A round only starts polls and hands over what they found; an event is told within a second. */
const roundMs = { polls: 1000, traps: 500 };

class SnmpCollector implements Collector {
  readonly name = 'snmp';
  readonly metrics = metrics;
  readonly intervalMs: number;
  readonly #config: SnmpConfig;
  readonly #context: CollectorContext;
  readonly #events = new EventWriter();
  readonly #traps: TrapDesk | null;
  #poller: Poller | null = null;
  #assigned: readonly SnmpTarget[] | null = null;
  #targets: readonly SnmpTarget[] = [];

  constructor(config: SnmpConfig, context: CollectorContext) {
    this.#config = config;
    this.#context = context;
    this.intervalMs = config.traps ? roundMs.traps : roundMs.polls;
    const { monotonicMs } = context;
    this.#traps = config.traps
      ? new TrapDesk({ ...config.traps, monotonicMs, events: this.#events })
      : null;
  }

  async probe(signal: AbortSignal): Promise<ProbeResult> {
    if (signal.aborted) return { supported: false, reason: 'the agent is ending' };
    this.#readTargets();
    if (this.#targets.length === 0 && !this.#traps) {
      return { supported: false, reason: 'no device to poll' };
    }
    await this.#open();
    return { supported: true };
  }

  async gather(sink: SampleSink, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const hasChanged = this.#readTargets();
    if (this.#traps) await this.#traps.open(this.#targets, sink);
    if (this.#targets.length === 0 && !this.#poller) {
      this.#traps?.drain(sink);
      return;
    }
    const poller = await this.#open();
    if (hasChanged) poller.replace(this.#targets);
    poller.begin();
    poller.drain(sink);
    this.#traps?.drain(sink);
  }

  /** Polls every device now and waits for the answers. */
  async readAll(signal: AbortSignal): Promise<void> {
    this.#readTargets();
    if (this.#targets.length === 0) return;
    const poller = await this.#open();
    await poller.pollAll(signal);
  }

  async close(): Promise<void> {
    await this.#poller?.close();
    await this.#traps?.close();
  }

  /** The file's targets and those the server assigned; of two with one name, the file's. */
  #readTargets(): boolean {
    const assigned = this.#context.assignedDevices();
    if (assigned === this.#assigned) return false;
    this.#assigned = assigned;
    const own = this.#config.targets;
    const names = new Set(own.map(({ name }) => name));
    this.#targets = [...own, ...assigned.filter(({ name }) => !names.has(name))];
    return true;
  }

  /** An agent without devices does not carry what reads them. */
  async #open(): Promise<Poller> {
    if (this.#poller) return this.#poller;
    const { openPoller } = await import('./poll/open-poller.ts');
    this.#poller ??= openPoller(this.#config, this.#context, this.#events);
    this.#poller.replace(this.#targets);
    return this.#poller;
  }
}
