import { filled } from '../columns.ts';
import type { HallPlan } from '../plan/hall-plan.ts';

/** All hosts of the hall, column by column. */
export interface HostBank {
  readonly count: number;
  /** Fan speed over its maximum. */
  readonly fan: Float64Array;
  /** Air through it, over that of all fans at full speed. */
  readonly flow: Float64Array;
  readonly inletCelsius: Float64Array;
  readonly exhaustCelsius: Float64Array;
  readonly cpu: Float64Array;
  /** At its supplies. */
  readonly power: Float64Array;
  readonly upSince: Float64Array;
  readonly cpuJoules: Float64Array;
  readonly load1: Float64Array;
  readonly load5: Float64Array;
  readonly load15: Float64Array;
  readonly networkBytes: Float64Array;
  readonly fabricBytes: Float64Array;
  readonly storageBytes: Float64Array;
  readonly faults: {
    /** Air that passes over what its fans move. */
    readonly openness: Float64Array;
    /** 1 while neither feed reaches it, and while its agent says nothing. */
    readonly dark: Uint8Array;
    readonly silent: Uint8Array;
    readonly linkDown: Uint8Array;
  };
}

export function createHostBank(plan: HallPlan, time: number): HostBank {
  const count = plan.hosts.length;
  const zero = () => filled(count, 0);
  return {
    count,
    fan: filled(count, 0.5),
    flow: filled(count, 0.5),
    inletCelsius: filled(count, 23),
    exhaustCelsius: filled(count, 36),
    cpu: filled(count, 0.1),
    power: filled(count, 2_000 + plan.size.gpusPerHost * 600),
    upSince: Float64Array.from(plan.hosts, (_, host) => time - 86_400 * (12 + ((host * 7) % 40))),
    cpuJoules: zero(),
    ...{ load1: filled(count, 8), load5: filled(count, 8), load15: filled(count, 8) },
    ...{ networkBytes: zero(), fabricBytes: zero(), storageBytes: zero() },
    faults: {
      openness: filled(count, 1),
      dark: new Uint8Array(count),
      silent: new Uint8Array(count),
      linkDown: new Uint8Array(count),
    },
  };
}
