'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { findHeatMetric, firstHeatMetric, type HeatMetric } from './heat-metric.ts';

/** What the map shows, as its address says: any view can be shared at its exact moment. */
export interface MapAddress {
  readonly metric: HeatMetric;
  readonly rackId: string | null;
  /** Epoch milliseconds of a replay; null is now. */
  readonly atMs: number | null;
  readonly isTable: boolean;
  /** An absent name stays as it is; null is taken out. */
  readonly set: (changes: Readonly<Record<string, string | null>>) => void;
}

export function useMapAddress(hasGpus: boolean): MapAddress {
  const pathname = usePathname();
  const parameters = useSearchParams();
  const id = parameters.get('metric');
  const at = Date.parse(parameters.get('at') ?? '');
  return {
    metric: id === null ? firstHeatMetric(hasGpus) : findHeatMetric(id),
    rackId: parameters.get('rack'),
    atMs: Number.isNaN(at) ? null : at,
    isTable: parameters.get('view') === 'table',
    set(changes) {
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(changes)) {
        if (value === null) next.delete(name);
        else next.set(name, value);
      }
      const query = next.toString();
      // The page has all it needs: the server is not asked again.
      window.history.replaceState(null, '', query === '' ? pathname : `${pathname}?${query}`);
    },
  };
}
