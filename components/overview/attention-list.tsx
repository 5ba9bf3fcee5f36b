import Link from 'next/link';
import { Status, type StatusLevel } from '#components/ui/status.tsx';
import { Simulated } from '#components/ui/simulated.tsx';
import { Age } from '#components/ui/age.tsx';

/** One thing that needs a person: what, where, since when. */
export interface AttentionItem {
  readonly key: string;
  readonly level: StatusLevel;
  readonly what: string;
  readonly where: string;
  readonly sinceMs: number;
  readonly href: string;
  readonly simulated: boolean;
}

export function AttentionList({ items }: { items: readonly AttentionItem[] }) {
  return (
    <ul className="-mx-4 -mb-4 max-h-96 overflow-y-auto">
      {items.map((item) => (
        <li key={item.key} className="border-t border-border">
          <Link
            href={item.href}
            className="flex items-start gap-3 px-4 py-2.5 hover:bg-raised focus-visible:-outline-offset-2"
          >
            <Status level={item.level} className="mt-1" />
            <span className="min-w-0 flex-1">
              <span className="block text-sm text-pretty">{item.what}</span>
              <span className="flex items-center gap-2 text-xs text-faint">
                <span className="min-w-0 truncate">{item.where}</span>
                <Simulated when={item.simulated} />
              </span>
            </span>
            <span className="mt-0.5 shrink-0 text-xs text-muted">
              <Age timeMs={item.sinceMs} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
