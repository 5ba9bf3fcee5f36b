import Link from 'next/link';
import type { HostPlacement, Rack } from '#lib/model/place.ts';
import { PlaceHostButton } from './place-host.tsx';

/** Hosts that have reported and wait for a place. */
export function Tray({
  waiting,
  racks,
  mayPlace,
}: {
  waiting: readonly HostPlacement[];
  racks: readonly Rack[];
  mayPlace: boolean;
}) {
  return (
    <ul className="flex max-h-96 flex-col divide-y divide-border overflow-y-auto">
      {waiting.map((placement) => (
        <li key={placement.host} className="flex min-h-10 items-center gap-3 px-4">
          <Link
            href={`/hosts/${encodeURIComponent(placement.host)}`}
            className="min-w-0 truncate text-sm hover:text-accent"
          >
            {placement.host}
          </Link>
          <span className="ml-auto">
            {mayPlace && racks.length > 0 && (
              <PlaceHostButton placement={placement} racks={racks} />
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
