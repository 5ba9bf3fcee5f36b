import Link from 'next/link';
import { Value } from '#components/ui/value.tsx';
import { faultsOf, type LinkRow } from './link-row.ts';

const most = 8;

/** Interfaces that count errors or drops, the most first. */
export function FaultList({ rows }: { rows: readonly LinkRow[] }) {
  const troubled = rows
    .filter((row) => faultsOf(row) > 0)
    .sort((a, b) => faultsOf(b) - faultsOf(a))
    .slice(0, most);
  if (troubled.length === 0) {
    return <p className="text-muted">No interface counts errors or drops now.</p>;
  }
  return (
    <table aria-label="Errors and drops" className="w-full text-sm">
      <thead>
        <tr className="text-xs text-faint">
          <th scope="col" className="pb-1 text-left font-normal">
            Interface
          </th>
          <th scope="col" className="pb-1 text-right font-normal">
            Errors
          </th>
          <th scope="col" className="pb-1 text-right font-normal">
            Drops
          </th>
        </tr>
      </thead>
      <tbody>
        {troubled.map((row) => (
          <tr key={row.key} className="border-t border-border">
            <td className="max-w-0 py-1.5">
              <Link href={row.href} className="block truncate hover:underline">
                <span className="text-muted">{row.owner} ›</span> {row.name}
              </Link>
            </td>
            <td className="w-20 py-1.5 text-right">
              <Value value={row.errorsPerSecond} unit="per_second" />
            </td>
            <td className="w-20 py-1.5 text-right">
              <Value value={row.dropsPerSecond} unit="per_second" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
