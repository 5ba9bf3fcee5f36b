import type { SnmpTarget } from '#lib/model/snmp-target.ts';
import { SnmpError, type ClientCounts, type SnmpClient } from '../client.ts';
import type { Profiles } from '../profile/load.ts';
import { recognise } from '../read/identify.ts';
import { planReading, type ReadingPlan } from '../read/plan.ts';
import { readDevice } from '../read/read-device.ts';
import { ReadingCache } from '../read/reading-cache.ts';
import type { DeviceReading } from '../reading.ts';
import type { PollResult } from './outcome.ts';
import { UptimeWatch } from './uptime.ts';

interface Recognised {
  readonly plan: ReadingPlan;
  readonly cache: ReadingCache;
}

export interface PolledDeviceOptions {
  readonly target: SnmpTarget;
  readonly profiles: Profiles;
  readonly open: (target: SnmpTarget) => SnmpClient;
}

/**
 * One device with its session. What it is, is asked once, and again when it was restarted or another
 * device answers in its place.
 */
export class PolledDevice {
  readonly target: SnmpTarget;
  readonly #profiles: Profiles;
  readonly #client: SnmpClient;
  readonly #uptime = new UptimeWatch();
  #recognised: Recognised | null = null;
  /** Seen, but not yet told of: the poll that saw it failed later on. */
  #hasRestarted = false;

  constructor({ target, profiles, open }: PolledDeviceOptions) {
    this.target = target;
    this.#profiles = profiles;
    this.#client = open(target);
  }

  /** @param nowMs monotonic time at which the poll begins */
  async poll(nowMs: number, signal: AbortSignal): Promise<PollResult> {
    try {
      let reading = await this.#read(signal);
      const continuity = this.#uptime.note(reading.identity.uptimeSeconds, nowMs);
      this.#hasRestarted ||= continuity === 'restarted';
      if (continuity === 'restarted' || this.#isAnother(reading)) {
        this.#recognised = null;
        reading = await this.#read(signal);
      }
      const hasRestarted = this.#hasRestarted;
      this.#hasRestarted = false;
      return { kind: 'read', reading, continuity: hasRestarted ? 'restarted' : continuity };
    } catch (error) {
      return { kind: 'failed', error: sentenceOf(error) };
    }
  }

  counts(): ClientCounts {
    return this.#client.counts();
  }

  close(): void {
    this.#client.close();
  }

  async #read(signal: AbortSignal): Promise<DeviceReading> {
    this.#recognised ??= await this.#recognise(signal);
    const { plan, cache } = this.#recognised;
    return readDevice(this.#client, plan, cache, signal);
  }

  async #recognise(signal: AbortSignal): Promise<Recognised> {
    const chosen = this.target.profile ?? null;
    const found = await recognise(this.#client, this.#profiles, chosen, signal);
    return { plan: planReading(found), cache: new ReadingCache() };
  }

  #isAnother({ identity: { objectId } }: DeviceReading): boolean {
    return objectId !== null && objectId !== this.#recognised?.plan.objectId;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof SnmpError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
