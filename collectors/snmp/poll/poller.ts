import { setMaxListeners } from 'node:events';
import type { SnmpTarget } from '#lib/model/snmp-target.ts';
import type { SampleSink } from '../../collector.ts';
import type { EventWriter } from '../event.ts';
import type { SnmpClient } from '../client.ts';
import type { Profiles } from '../profile/load.ts';
import { DevicePoints } from './device-points.ts';
import type { PollOutcome, PollResult } from './outcome.ts';
import { PolledDevice } from './polled-device.ts';
import { Schedule, type DuePoll } from './schedule.ts';

export interface PollerOptions {
  readonly host: string;
  readonly profiles: Profiles;
  readonly concurrency: number;
  readonly pollTimeoutMs: number;
  readonly monotonicMs: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly open: (target: SnmpTarget) => SnmpClient;
}

/** A device with all that is remembered of it. */
interface Watched {
  /** Everything but its interval: with other credentials it may be another device. */
  readonly identity: string;
  readonly target: SnmpTarget;
  readonly device: PolledDevice;
  readonly points: DevicePoints;
}

/** A poll that has not ended at this share of its interval will not help the next one either. */
const longestShare = 0.9;

/** Polls all devices by their schedule, and hands over what was found since it was last asked. */
export class Poller {
  readonly #options: PollerOptions;
  readonly #schedule: Schedule;
  readonly #events: EventWriter;
  readonly #watched = new Map<string, Watched>();
  readonly #running = new Set<Promise<void>>();
  readonly #end = new AbortController();
  #finished: { readonly points: DevicePoints; readonly outcome: PollOutcome }[] = [];

  constructor(options: PollerOptions, events: EventWriter) {
    this.#options = options;
    this.#events = events;
    this.#schedule = new Schedule(options.concurrency);
    // Every poll waits under it: more than ten listeners are no leak.
    setMaxListeners(0, this.#end.signal);
  }

  /** Takes the devices that there are now. */
  replace(targets: readonly SnmpTarget[]): void {
    const wanted = new Map(targets.map((target) => [target.name, target]));
    for (const [name, { device }] of this.#watched) {
      if (wanted.has(name)) continue;
      device.close();
      this.#watched.delete(name);
    }
    for (const target of targets) this.#watch(target);
    const scheduled = targets.map(({ name, intervalSeconds }) => {
      return { name, intervalMs: intervalSeconds * 1000 };
    });
    this.#schedule.replace(scheduled, this.#options.monotonicMs());
  }

  /** Begins what is due and waits for nothing. */
  begin(): void {
    if (this.#end.signal.aborted) return;
    for (const due of this.#schedule.begin(this.#options.monotonicMs())) {
      const running = this.#poll(due).then(() => {
        this.#running.delete(running);
        this.begin();
      });
      this.#running.add(running);
    }
  }

  /** Polls every device now; resolves when all have answered or not. */
  async pollAll(signal: AbortSignal): Promise<void> {
    this.#schedule.hurry(this.#options.monotonicMs());
    this.begin();
    while (this.#running.size > 0 && !signal.aborted) {
      await Promise.race(this.#running);
    }
  }

  /** Writes what polls found since the last time. */
  drain(sink: SampleSink): void {
    const finished = this.#finished;
    this.#finished = [];
    const nowMs = this.#options.monotonicMs();
    for (const { points, outcome } of finished) {
      const agoNs = BigInt(Math.round((nowMs - outcome.beganMs) * 1e6));
      points.write(sink, outcome, sink.timeNs - agoNs);
    }
  }

  async close(): Promise<void> {
    this.#end.abort();
    for (const { device } of this.#watched.values()) device.close();
    this.#watched.clear();
    await Promise.all(this.#running);
  }

  #watch(target: SnmpTarget): void {
    const identity = JSON.stringify({ ...target, intervalSeconds: null });
    const known = this.#watched.get(target.name);
    if (known?.identity === identity) {
      if (known.target !== target) this.#watched.set(target.name, { ...known, target });
      return;
    }
    known?.device.close();
    const { profiles, open, host } = this.#options;
    const device = new PolledDevice({ target, profiles, open });
    const points = new DevicePoints(host, this.#events);
    this.#watched.set(target.name, { identity, target, device, points });
  }

  async #poll({ name, lateMs, intervalMs }: DuePoll): Promise<void> {
    const watched = this.#watched.get(name);
    // Both lists are replaced together.
    if (!watched) throw new Error(`poll ${name}: it is scheduled and not known`);
    const { target, device, points } = watched;
    const { monotonicMs } = this.#options;
    const beganMs = monotonicMs();
    const result = await this.#pollInTime(watched, beganMs);
    this.#schedule.finish(name, result.kind === 'read', monotonicMs());
    if (this.#watched.get(name)?.device !== device) return;
    const seconds = (monotonicMs() - beganMs) / 1000;
    const counts = device.counts();
    const outcome = { target, beganMs, seconds, lateMs, intervalMs, counts, result };
    this.#finished.push({ points, outcome });
  }

  async #pollInTime({ device, target }: Watched, beganMs: number): Promise<PollResult> {
    const { pollTimeoutMs, sleep } = this.#options;
    const limitMs = Math.min(pollTimeoutMs, target.intervalSeconds * 1000 * longestShare);
    const end = new AbortController();
    setMaxListeners(0, end.signal);
    const stop = () => end.abort();
    this.#end.signal.addEventListener('abort', stop);
    const late = sleep(limitMs, end.signal).then(() => {
      const isLate = !end.signal.aborted;
      stop();
      return isLate;
    });
    try {
      const result = await device.poll(beganMs, end.signal);
      stop();
      if (result.kind === 'read' || !(await late)) return result;
      const error = `poll ${target.address}: not read whole in ${limitMs / 1000} s`;
      return { kind: 'failed', error };
    } finally {
      this.#end.signal.removeEventListener('abort', stop);
    }
  }
}
