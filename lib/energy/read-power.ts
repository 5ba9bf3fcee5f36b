import type { EnergyScope } from '#lib/model/energy.ts';
import { energyScopes } from '#lib/model/energy.ts';
import type { Services } from '#lib/services.ts';
import type { Window } from './calendar-day.ts';
import { energySources } from './energy-source.ts';

/** Power over time of everything that is known, one column a scope that has any. */
export interface PowerHistory {
  readonly timeMs: readonly number[];
  readonly scopes: readonly EnergyScope[];
  /** Watts, in the order of `scopes`; null = gap. */
  readonly columns: readonly (readonly (number | null)[])[];
}

const steps = 300;

/** Each scope from its best source: the rate of a counter, or the power that was sampled. */
export async function readPower(
  { store }: Pick<Services, 'store'>,
  { startMs, endMs }: Window,
  signal: AbortSignal,
): Promise<PowerHistory> {
  const stepMs = Math.max(10_000, Math.ceil((endMs - startMs) / steps / 10_000) * 10_000);
  const aligned = { startMs: Math.floor(startMs / stepMs) * stepMs, endMs, stepMs };
  const found = new Map<EnergyScope, readonly (number | null)[]>();
  let timeMs: readonly number[] = [];
  for (const { scope, method, measurement, field } of energySources) {
    if (found.has(scope)) continue;
    const aggregate = method === 'counter' ? 'rate' : 'mean';
    const whole = { groupBy: [], across: 'sum', maxPoints: 11_000 } as const;
    const query = {
      measurement,
      fields: [field],
      match: {},
      aggregate,
      ...aligned,
      ...whole,
    } as const;
    const result = await store.series(query, signal);
    const values = result.series[0]?.values ?? [];
    if (!values.some((value) => value !== null)) continue;
    found.set(scope, values);
    timeMs = result.timeMs;
  }
  const scopes = energyScopes.filter((scope) => found.has(scope));
  return { timeMs, scopes, columns: scopes.map((scope) => found.get(scope) ?? []) };
}
