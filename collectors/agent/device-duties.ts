import type { SweepFind } from '#lib/model/device-probe.ts';
import type { SnmpTarget } from '#lib/model/snmp-target.ts';
import type { DeviceCommand, DeviceMessage } from '#lib/wire/control.ts';
import { mostFinds } from '#lib/wire/device-messages.ts';
import type { Clock } from './clock.ts';
import type { DeviceProber } from './device-prober.ts';
import { describe, type Log } from './log.ts';
import { sweep } from './sweep.ts';

export interface DeviceDutiesOptions {
  readonly prober: DeviceProber;
  readonly clock: Clock;
  readonly log: Log;
  /**
   * Takes the newest list of devices to poll; false where it is the one it had. It holds secrets:
   * it is never written down.
   */
  readonly assign: (targets: readonly SnmpTarget[]) => boolean;
  readonly onMessage: (message: DeviceMessage) => void;
}

type Of<Type extends DeviceCommand['type']> = Extract<DeviceCommand, { type: Type }>;
type Swept = Extract<DeviceMessage, { type: 'snmp-swept' }>;

const testMs = 45_000;
const mostTestsAtOnce = 4;
const progressMs = 1000;

/** What the server asks of this agent about devices: poll these, try that one, sweep those. */
export class DeviceDuties {
  readonly #options: DeviceDutiesOptions;
  readonly #tests = new Map<string, AbortController>();
  readonly #sweeps = new Map<string, AbortController>();

  constructor(options: DeviceDutiesOptions) {
    this.#options = options;
  }

  handle(command: DeviceCommand): void {
    switch (command.type) {
      case 'snmp-targets':
        this.#assign(command.targets);
        return;
      case 'snmp-test':
        void this.#test(command);
        return;
      case 'snmp-sweep':
        void this.#sweep(command);
        return;
      case 'snmp-cancel':
        this.#tests.get(command.request)?.abort();
        this.#sweeps.get(command.request)?.abort();
        return;
    }
  }

  /** Nobody waits any more for what was asked over a channel that is gone. */
  cancelAll(): void {
    for (const controller of [...this.#tests.values(), ...this.#sweeps.values()]) {
      controller.abort();
    }
  }

  #assign(targets: readonly SnmpTarget[]): void {
    const { assign, log } = this.#options;
    if (!assign(targets)) return;
    log.info({ devices: targets.length }, 'the server said which devices to poll');
  }

  async #test({ request, target }: Of<'snmp-test'>): Promise<void> {
    const answer = (outcome: Extract<DeviceMessage, { type: 'snmp-tested' }>['outcome']) =>
      this.#options.onMessage({ type: 'snmp-tested', request, outcome });
    if (this.#tests.size >= mostTestsAtOnce) {
      const problem = `the agent tests ${mostTestsAtOnce} other devices; try again`;
      answer({ kind: 'failed', problem });
      return;
    }
    const controller = new AbortController();
    this.#tests.set(request, controller);
    const signal = AbortSignal.any([controller.signal, AbortSignal.timeout(testMs)]);
    try {
      answer(await this.#options.prober.test(target, signal));
    } catch (error) {
      answer({ kind: 'failed', problem: describe(error).slice(0, 500) });
    } finally {
      this.#tests.delete(request);
    }
  }

  async #sweep({ request, sweep: wanted }: Of<'snmp-sweep'>): Promise<void> {
    const { prober, clock } = this.#options;
    if (this.#sweeps.size > 0) {
      const problem = 'the agent sweeps already';
      this.#tell({ request, done: 0, found: [], state: 'failed', problem });
      return;
    }
    const controller = new AbortController();
    this.#sweeps.set(request, controller);
    const ended = new AbortController();
    const progress = new SweepProgress((message) => this.#tell({ request, ...message }));
    void progress.run(clock, ended.signal);
    try {
      const onPlace = (find: SweepFind | null) => progress.note(find);
      await sweep(wanted, { prober, clock, onPlace }, controller.signal);
      progress.end(controller.signal.aborted ? 'cancelled' : 'finished');
    } catch (error) {
      controller.abort();
      progress.end('failed', describe(error).slice(0, 500));
    } finally {
      ended.abort();
      this.#sweeps.delete(request);
    }
  }

  #tell(message: Omit<Swept, 'type'>): void {
    this.#options.onMessage({ type: 'snmp-swept', ...message });
  }
}

/** Tells how far a sweep is once a second, and what answered in parts that fit a message. */
class SweepProgress {
  readonly #tell: (message: Omit<Swept, 'type' | 'request'>) => void;
  #found: SweepFind[] = [];
  #done = 0;

  constructor(tell: (message: Omit<Swept, 'type' | 'request'>) => void) {
    this.#tell = tell;
  }

  note(find: SweepFind | null): void {
    this.#done += 1;
    if (find) this.#found.push(find);
  }

  async run(clock: Pick<Clock, 'sleep'>, ended: AbortSignal): Promise<void> {
    for (;;) {
      await clock.sleep(progressMs, ended);
      if (ended.aborted) return;
      this.#flush();
    }
  }

  end(state: Swept['state'], problem?: string): void {
    this.#flush();
    const message = { done: this.#done, found: [], state };
    this.#tell({ ...message, ...(problem !== undefined && { problem }) });
  }

  #flush(): void {
    const found = this.#found;
    this.#found = [];
    for (let from = 0; from === 0 || from < found.length; from += mostFinds) {
      const part = found.slice(from, from + mostFinds);
      this.#tell({ done: this.#done, found: part, state: 'running' });
    }
  }
}
