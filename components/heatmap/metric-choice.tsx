'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { Select } from '#components/ui/select.tsx';
import { heatMetrics, perHost, type HeatMetric } from './heat-metric.ts';

/** Picks what cells are coloured by; the choice lives in the address. */
export function MetricChoice({
  metric,
  ofHosts = false,
}: {
  metric: HeatMetric;
  /** Where a host is drawn as one value. */
  ofHosts?: boolean;
}) {
  const router = useRouter();
  const pathname = usePathname();
  const parameters = useSearchParams();
  const choose = (id: string): void => {
    const next = new URLSearchParams(parameters);
    next.set('metric', id);
    router.replace(`${pathname}?${next.toString()}`, { scroll: false });
  };
  return (
    <Select
      label="Coloured by"
      hideLabel
      className="w-56"
      choices={heatMetrics.map((each) => ({
        value: each.id,
        label: (ofHosts ? perHost(each) : each).label,
      }))}
      value={metric.id}
      onChange={(event) => choose(event.target.value)}
    />
  );
}
