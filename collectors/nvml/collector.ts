import {
  defineCollector,
  type Collector,
  type CollectorContext,
  type ProbeResult,
  type SampleSink,
} from '../collector.ts';
import { configSchema, type NvmlConfig } from './config.ts';
import { Crew, type CrewState } from './crew.ts';
import { hasDriverTrace } from './driver-trace.ts';
import { Fleet } from './fleet.ts';
import { metrics } from './metrics.ts';
import { XidWatch } from './xid-watch.ts';

export const nvmlCollector = defineCollector({
  name: 'nvml',
  metrics,
  configSchema,
  create: (config, context) => new NvmlCollector(config, context),
});

/** A round ends before the scheduler would cut it off. */
const roundShare = 0.95;

class NvmlCollector implements Collector {
  readonly name = 'nvml';
  readonly metrics = metrics;
  readonly intervalMs: number;
  readonly #config: NvmlConfig;
  readonly #context: CollectorContext;
  readonly #fleet: Fleet;
  readonly #crew: Crew;
  readonly #xids: XidWatch;
  #hasEverOpened = false;

  constructor(config: NvmlConfig, context: CollectorContext) {
    const { library, watchdogMs, intervalMs, everyField } = config;
    this.#config = config;
    this.#context = context;
    this.intervalMs = intervalMs;
    const fleet = new Fleet(config, context);
    this.#fleet = fleet;
    this.#xids = new XidWatch({
      rootfs: context.rootfs,
      monotonicMs: context.monotonicMs,
      uuidAt: (pciBusId) => fleet.uuidAtBus(pciBusId),
    });
    const args = [
      ...(library === undefined ? [] : ['--library', library]),
      ...(everyField ? ['--every-field'] : []),
    ];
    this.#crew = new Crew({
      clock: context,
      watchdogMs,
      start: () => context.startProgram(['nvml-reader', ...args]),
      onEvent: (event) => this.#xids.note(event),
      onHang: (index, reason) => fleet.noteHang(index, reason),
      onRelease: (index) => fleet.noteRelease(index),
      onDriverGone: () => fleet.noteDriverGone(),
    });
  }

  async probe(signal: AbortSignal): Promise<ProbeResult> {
    const state = await this.#open(signal);
    return state.kind === 'ready'
      ? { supported: true }
      : { supported: false, reason: state.reason };
  }

  async gather(sink: SampleSink, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const end = new AbortController();
    const cut = () => end.abort('the round is over');
    signal.addEventListener('abort', cut);
    const budgetMs = Math.max(this.intervalMs, 1000) * roundShare;
    void this.#context.sleep(budgetMs, end.signal).then(cut);
    try {
      await this.#gatherUntil(end.signal, sink);
    } finally {
      signal.removeEventListener('abort', cut);
      cut();
    }
  }

  async close(): Promise<void> {
    this.#xids.close();
    await this.#crew.close();
  }

  async #gatherUntil(end: AbortSignal, sink: SampleSink): Promise<void> {
    const opened = await this.#open(end);
    if (opened.kind === 'unavailable') {
      this.#reportUnavailable(opened);
      return;
    }
    this.#fleet.begin();
    const round = await this.#crew.gather(end, (answer) => this.#fleet.take(answer, sink));
    const { state, late } = round;
    this.#noteXids(sink);
    const isWhole = state.kind === 'ready';
    this.#fleet.finish(sink, { confined: this.#crew.confined(), late, isWhole });
    if (this.#fleet.hasGone) this.#crew.renew();
    if (state.kind === 'unavailable') this.#reportUnavailable(state);
  }

  async #open(signal: AbortSignal): Promise<CrewState> {
    if (this.#config.library === undefined && !hasDriverTrace(this.#context.rootfs)) {
      return { kind: 'unavailable', reason: 'no NVIDIA driver is loaded' };
    }
    const state = await this.#crew.open(signal);
    if (state.kind !== 'ready') return state;
    this.#hasEverOpened = true;
    this.#fleet.noteDriver(state.driver);
    return state;
  }

  #noteXids(sink: SampleSink): void {
    const { events, overruns } = this.#xids.read(Number(sink.timeNs / 1_000_000n));
    for (const { gpu, event } of events) this.#fleet.queue(gpu, event);
    if (overruns > 0) {
      sink.fault('the kernel log', new Error('records were overwritten before they were read'));
    }
  }

  /** A driver that was there and is gone is a failure; one that never was is not. */
  #reportUnavailable({ reason }: Extract<CrewState, { kind: 'unavailable' }>): void {
    if (this.#hasEverOpened) throw new Error(`read the gpus: ${reason}`);
  }
}
