import { BarList } from '#components/ui/bar-list.tsx';
import { interfaceHref } from './interface-href.ts';
import type { InterfaceRow } from './interface-table.tsx';

const most = 7;

/** Interfaces that move the most, both directions together. */
export function TopTalkers({ rows }: { rows: readonly InterfaceRow[] }) {
  const items = rows
    .map((row) => ({
      key: `${row.host} ${row.name}`,
      name: `${row.host} › ${row.name}`,
      value: (row.receiveBitsPerSecond ?? 0) + (row.transmitBitsPerSecond ?? 0),
      href: interfaceHref(row),
    }))
    .sort((a, b) => b.value - a.value)
    .slice(0, most);
  return <BarList label="Top talkers" items={items} unit="bits_per_second" />;
}
