import Link from 'next/link';
import type { HostPlacement, Rack } from '#lib/model/place.ts';
import { PlaceHostButton } from './place-host.tsx';

/** Hosts of a rack from the top down, with where they stand. */
export function HostList({
  placements,
  racks,
  mayPlace,
}: {
  placements: readonly HostPlacement[];
  racks: readonly Rack[];
  mayPlace: boolean;
}) {
  return (
    <ul className="flex flex-col divide-y divide-border">
      {placements.map((placement) => (
        <li key={placement.host} className="flex min-h-10 items-center gap-3 px-4 text-sm">
          <Link
            href={`/hosts/${encodeURIComponent(placement.host)}`}
            className="min-w-0 truncate hover:text-accent"
          >
            {placement.host}
          </Link>
          <span className="ml-auto text-xs whitespace-nowrap text-faint">{span(placement)}</span>
          {mayPlace && <PlaceHostButton placement={placement} racks={racks} />}
        </li>
      ))}
    </ul>
  );
}

function span({ positionU, heightU }: HostPlacement): string {
  if (positionU === null) return `${heightU} U, position unknown`;
  return heightU === 1 ? `U ${positionU}` : `U ${positionU}–${positionU + heightU - 1}`;
}
