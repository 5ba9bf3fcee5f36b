import type { Point } from '#lib/model/sample.ts';
import { makeFleet } from './fleet-devices.ts';

export interface PollFigures {
  readonly polls: number;
  readonly failed: number;
  /** Of healthy devices, more than two seconds after they were planned. */
  readonly lateHealthy: number;
  readonly worstLateSeconds: number;
  readonly p50Seconds: number;
  readonly p99Seconds: number;
  readonly timeouts: number;
  readonly points: number;
}

const lateSeconds = 2;

/** Adds up what the agent says of its polls. */
export class PollLog {
  readonly #healthy: ReadonlySet<string>;
  #seconds: number[] = [];
  #late: number[] = [];
  #failed = 0;
  #points = 0;
  readonly #timeouts = new Map<string, { first: number; last: number }>();

  constructor(devices: number) {
    const healthy = makeFleet(devices).filter(({ conduct }) => conduct === 'healthy');
    this.#healthy = new Set(healthy.map(({ name }) => name));
  }

  begin(): void {
    this.#seconds = [];
    this.#late = [];
    this.#failed = 0;
    this.#points = 0;
    for (const known of this.#timeouts.values()) known.first = known.last;
  }

  note(point: Point): void {
    this.#points += 1;
    if (point.measurement !== 'snmp_poll') return;
    const number = (field: string) => Number(point.fields[field]?.value ?? 0);
    const device = point.tags.device ?? '';
    if (number('up') === 0) this.#failed += 1;
    if (this.#healthy.has(device)) {
      this.#seconds.push(number('poll_seconds'));
      this.#late.push(number('late_seconds'));
    }
    const timeouts = number('timeouts_total');
    const known = this.#timeouts.get(device);
    if (known) known.last = timeouts;
    else this.#timeouts.set(device, { first: timeouts, last: timeouts });
  }

  read(): PollFigures {
    const sorted = this.#seconds.toSorted((one, other) => one - other);
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
    const timeouts = [...this.#timeouts.values()].map(({ first, last }) => last - first);
    return {
      polls: sorted.length,
      failed: this.#failed,
      lateHealthy: this.#late.filter((seconds) => seconds > lateSeconds).length,
      worstLateSeconds: Math.max(0, ...this.#late),
      p50Seconds: at(0.5),
      p99Seconds: at(0.99),
      timeouts: timeouts.reduce((sum, each) => sum + each, 0),
      points: this.#points,
    };
  }
}
