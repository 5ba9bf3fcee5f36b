import { BarList } from '#components/ui/bar-list.tsx';
import { trafficOf, type LinkRow } from './link-row.ts';

const most = 7;

/** Interfaces that move the most, both directions together. */
export function TopTalkers({ rows }: { rows: readonly LinkRow[] }) {
  const items = rows
    .map((row) => ({
      key: row.key,
      name: `${row.owner} › ${row.name}`,
      value: trafficOf(row),
      href: row.href,
    }))
    .sort((a, b) => b.value - a.value)
    .slice(0, most);
  return <BarList label="Top talkers" items={items} unit="bits_per_second" />;
}
