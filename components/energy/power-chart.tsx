'use client';

import { scopeNames, type EnergyScope } from '#lib/model/energy.ts';
import { StaticChart } from '#components/charts/static-chart.tsx';
import type { ChartData } from '#components/charts/series-buffer.ts';

/** Power over the page's time, one line for each thing that is measured; never added up. */
export function PowerChart({ scopes, data }: { scopes: readonly EnergyScope[]; data: ChartData }) {
  const lines = scopes.map((scope) => ({ key: scope, label: scopeNames[scope] }));
  return <StaticChart title="Power" unit="watts" lines={lines} data={data} height={220} />;
}
