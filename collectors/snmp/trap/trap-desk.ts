import type { ListenAddress } from '#lib/config/listen-address.ts';
import type { SnmpCredentials, SnmpTarget } from '#lib/model/snmp-target.ts';
import type { SampleSink } from '../../collector.ts';
import type { DeviceEvent, EventWriter } from '../event.ts';
import { RateLimit } from './rate-limit.ts';
import type { TrapReceiver } from './receive-traps.ts';
import { Senders } from './senders.ts';
import type { Trap } from './trap.ts';
import { trapEvent } from './trap-event.ts';

export interface TrapDeskOptions {
  readonly listen: ListenAddress;
  readonly credentials: readonly SnmpCredentials[];
  readonly perSecond: number;
  readonly monotonicMs: () => number;
  readonly events: EventWriter;
}

/** Traps that wait for the next round. */
const mostWaiting = 5000;

/** Senders whose messages were refused that are told of at once. */
const mostRefused = 20;

/** A port that could not be opened is tried again after so long. */
const retryMs = 30_000;

/** What had to be refused or dropped is told at most this often. */
const reportMs = 60_000;

/** Takes traps as they come and hands them over as events, round by round. */
export class TrapDesk {
  readonly #options: TrapDeskOptions;
  readonly #senders: Senders;
  readonly #limit: RateLimit;
  readonly #refused = new Map<string, number>();
  #receiver: TrapReceiver | null = null;
  #isClosed = false;
  #triedMs = -Infinity;
  #reportedMs: number;
  #waiting: Trap[] = [];
  #overflow = 0;

  constructor(options: TrapDeskOptions) {
    this.#options = options;
    this.#senders = new Senders(options.credentials);
    this.#limit = new RateLimit(options.perSecond);
    this.#reportedMs = options.monotonicMs();
  }

  /** Port that is listened on; null while it could not be opened. */
  get port(): number | null {
    return this.#receiver?.port ?? null;
  }

  /** Opens the port when it is not open, and takes the devices that there are now. */
  async open(targets: readonly SnmpTarget[], sink: SampleSink): Promise<void> {
    const nowMs = this.#options.monotonicMs();
    this.#senders.replace(targets);
    this.#senders.refresh(nowMs);
    if (this.#receiver || this.#isClosed || nowMs - this.#triedMs < retryMs) return;
    this.#triedMs = nowMs;
    try {
      this.#receiver = await this.#listen();
    } catch (error) {
      const { host, port } = this.#options.listen;
      sink.fault(`traps on ${host}:${port}`, error);
    }
  }

  /** Writes the events of the traps that came since the last time. */
  drain(sink: SampleSink): void {
    const { events, monotonicMs } = this.#options;
    const waiting = this.#waiting;
    this.#waiting = [];
    const nowMs = monotonicMs();
    for (const trap of waiting) {
      const ageNs = BigInt(Math.round((nowMs - trap.atMs) * 1e6));
      events.write(sink, trapEvent(trap, this.#senders.origin(trap)), sink.timeNs - ageNs);
    }
    if (nowMs - this.#reportedMs >= reportMs) this.#report(sink, nowMs);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const receiver = this.#receiver;
    this.#receiver = null;
    await receiver?.close();
  }

  async #listen(): Promise<TrapReceiver> {
    const { listen, monotonicMs } = this.#options;
    const { receiveTraps } = await import('./receive-traps.ts');
    return receiveTraps({
      listen,
      monotonicMs,
      allows: (sender) => this.#limit.allows(sender, monotonicMs()),
      credentials: (sender) => this.#senders.credentials(sender),
      onTrap: (trap) => this.#keep(trap),
      onRefusal: (sender) => this.#noteRefusal(sender),
    });
  }

  #keep(trap: Trap): void {
    if (this.#waiting.length < mostWaiting) this.#waiting.push(trap);
    else this.#overflow += 1;
  }

  #noteRefusal(sender: string): void {
    const known = this.#refused.get(sender);
    if (known === undefined && this.#refused.size >= mostRefused) return;
    this.#refused.set(sender, (known ?? 0) + 1);
  }

  #report(sink: SampleSink, nowMs: number): void {
    this.#reportedMs = nowMs;
    for (const [sender, count] of this.#limit.takeDropped(nowMs)) {
      this.#options.events.write(sink, this.#floodEvent(sender, count), sink.timeNs);
    }
    for (const [sender, count] of this.#refused) {
      sink.fault(
        `traps of ${sender}`,
        new Error(`refused ${count} with a wrong community, user or key, or that cannot be read`),
      );
    }
    this.#refused.clear();
    if (this.#overflow > 0) {
      sink.fault('traps', new Error(`${this.#overflow} came too fast to be kept`));
    }
    this.#overflow = 0;
  }

  #floodEvent(sender: string, count: number): DeviceEvent {
    const nobody = { source: 'trap', oid: '', sender, about: null, secret: '' } as const;
    const { device } = this.#senders.origin({ ...nobody, values: [], atMs: 0 });
    return {
      device,
      kind: 'trap_flood',
      source: 'trap',
      title: 'Too many traps',
      message: `${count} messages of ${sender} were dropped in the last minute`,
      meaning: `The device sends more than ${this.#options.perSecond} messages a second.`,
      action: 'Find out what it keeps telling; raise traps.perSecond if it is right to.',
      severity: 'warning',
    };
  }
}
