import type { EnergyRow, EnergyTotal } from '#lib/model/energy.ts';
import type { HostFigure } from './host-figures.ts';

const joulesPerKwh = 3_600_000;

/** Rows by day, then name. */
export function groupRows(figures: readonly HostFigure[], groupBy: 'host' | 'rack'): EnergyRow[] {
  const groups = new Map<string, HostFigure[]>();
  for (const figure of figures) {
    const name = nameOf(figure, groupBy);
    // Racks of two sites may share a name, and their days may differ.
    const key = JSON.stringify([figure.day.date, zoneOf(figure), name]);
    const group = groups.get(key);
    if (group) group.push(figure);
    else groups.set(key, [figure]);
  }
  const rows = [...groups.values()].flatMap((group) => rowOf(group, groupBy));
  return rows.sort((a, b) => compare(b.date, a.date) || compare(a.name ?? '', b.name ?? ''));
}

export function totalOf(figures: readonly HostFigure[]): EnergyTotal {
  const costs = new Map<string, { amount: number; joules: number }>();
  for (const figure of figures) {
    const cost = costOf(figure);
    if (cost === null || figure.place === null || figure.joules === null) continue;
    const { currency } = figure.place.site;
    const sum = costs.get(currency) ?? { amount: 0, joules: 0 };
    costs.set(currency, { amount: sum.amount + cost, joules: sum.joules + figure.joules });
  }
  return {
    ...sumOf(figures),
    costs: [...costs].map(([currency, sum]) => ({ currency, ...sum })),
  };
}

function rowOf(group: readonly HostFigure[], groupBy: 'host' | 'rack'): EnergyRow[] {
  const [first] = group;
  if (!first) return [];
  const costs = group.map(costOf).filter((cost) => cost !== null);
  return [
    {
      name: nameOf(first, groupBy),
      date: first.day.date,
      timeZone: zoneOf(first),
      ...sumOf(group),
      cost: costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0),
      currency: costs.length === 0 ? null : (first.place?.site.currency ?? null),
    },
  ];
}

/** Coverage is weighted by time: an hour of one host counts like an hour of another. */
function sumOf(
  figures: readonly HostFigure[],
): Pick<EnergyRow, 'joules' | 'coverageRatio' | 'methods' | 'scopes'> {
  const known = figures.flatMap(({ joules }) => (joules === null ? [] : [joules]));
  const lengths = figures.map(({ day }) => day.endMs - day.startMs);
  const totalMs = lengths.reduce((sum, length) => sum + length, 0);
  const coveredMs = figures.reduce(
    (sum, { coverageRatio }, index) => sum + coverageRatio * (lengths[index] ?? 0),
    0,
  );
  return {
    joules: known.length === 0 ? null : known.reduce((sum, joules) => sum + joules, 0),
    coverageRatio: totalMs === 0 ? 0 : coveredMs / totalMs,
    methods: [...new Set(figures.flatMap(({ methods }) => methods))].sort(),
    scopes: [...new Set(figures.flatMap(({ scopes }) => scopes))].sort(),
  };
}

function costOf({ joules, place }: HostFigure): number | null {
  const price = place?.site.pricePerKwh ?? null;
  return joules === null || price === null ? null : (joules / joulesPerKwh) * price;
}

function nameOf({ host, place }: HostFigure, groupBy: 'host' | 'rack'): string | null {
  return groupBy === 'host' ? host : (place?.rack ?? null);
}

function zoneOf({ place }: HostFigure): string {
  return place?.site.timeZone ?? 'UTC';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
