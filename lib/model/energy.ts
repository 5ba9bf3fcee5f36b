/**
 * What a figure covers. Processor packages are not the whole host: a figure is never shown
 * without the name of what it covers, and parts are never added to the whole.
 */
export const energyScopes = ['host', 'cpu_packages', 'gpus'] as const;
export type EnergyScope = (typeof energyScopes)[number];

export const scopeNames: Record<EnergyScope, string> = {
  host: 'Whole hosts (BMC)',
  cpu_packages: 'CPU packages (RAPL)',
  gpus: 'GPUs (NVML)',
};

/** `counter`: the device counted joules; `integrated`: summed from samples of its power. */
export type EnergyMethod = 'counter' | 'integrated';

/** Energy of one host or rack on one day or in one month of its site's calendar. */
export interface EnergyRow {
  /** Name of the host or rack; null for hosts that are not placed in any. */
  readonly name: string | null;
  /** `2026-11-22`; of a month `2026-11`. */
  readonly date: string;
  readonly timeZone: string;
  /** null where nothing is known: unknown is not zero. */
  readonly joules: number | null;
  /** Share of the period that the figure rests on, 0 to 1. */
  readonly coverageRatio: number;
  readonly methods: readonly EnergyMethod[];
  readonly scopes: readonly EnergyScope[];
  /** In `currency`; null while the site's price is not known. */
  readonly cost: number | null;
  readonly currency: string | null;
}

export interface EnergyTotal {
  readonly joules: number | null;
  readonly coverageRatio: number;
  readonly methods: readonly EnergyMethod[];
  readonly scopes: readonly EnergyScope[];
  /** One a currency; `joules` is the energy that has a price. */
  readonly costs: readonly {
    readonly currency: string;
    readonly amount: number;
    readonly joules: number;
  }[];
}

export interface EnergyReport {
  readonly startMs: number;
  readonly endMs: number;
  readonly groupBy: 'host' | 'rack';
  readonly rows: readonly EnergyRow[];
  readonly total: EnergyTotal;
}
