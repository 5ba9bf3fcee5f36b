'use client';

import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import {
  createContext,
  Fragment,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { places } from './navigation.ts';

/** One step of the way from the site down to what the page is about. */
export interface Crumb {
  readonly label: string;
  /** Absent on the last one: the page itself. */
  readonly href?: string;
}

interface TrailStore {
  readonly get: () => readonly Crumb[];
  readonly set: (trail: readonly Crumb[]) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

const TrailContext = createContext<TrailStore | null>(null);
const noCrumbs: readonly Crumb[] = [];

export function CrumbProvider({ children }: { children: ReactNode }) {
  const [store] = useState(createTrailStore);
  return <TrailContext value={store}>{children}</TrailContext>;
}

/** Put anywhere in a page: tells the top bar where the page stands. Draws nothing itself. */
export function Crumbs({ trail }: { trail: readonly Crumb[] }) {
  const store = useContext(TrailContext);
  const text = JSON.stringify(trail);
  useEffect(() => {
    store?.set(JSON.parse(text) as Crumb[]);
    return () => store?.set(noCrumbs);
  }, [store, text]);
  return null;
}

/** The way here: what the page said, or the page's name until it has. */
export function Breadcrumb() {
  const store = useContext(TrailContext);
  const pathname = usePathname();
  const said = useSyncExternalStore(
    store?.subscribe ?? (() => () => undefined),
    () => store?.get() ?? noCrumbs,
    () => noCrumbs,
  );
  const trail = said.length > 0 ? said : trailOf(pathname);
  return (
    <nav aria-label="Breadcrumb" className="min-w-0 overflow-hidden">
      <ol className="flex min-w-0 items-center gap-1 text-sm">
        {trail.map((crumb, index) => (
          <Fragment key={`${crumb.href ?? ''}${crumb.label}`}>
            {index > 0 && (
              <li aria-hidden className="hidden shrink-0 sm:block">
                <ChevronRight className="size-3.5 text-faint" />
              </li>
            )}
            <CrumbItem crumb={crumb} last={index === trail.length - 1} />
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}

function CrumbItem({ crumb, last }: { crumb: Crumb; last: boolean }) {
  if (last) {
    return (
      <li aria-current="page" className="truncate font-medium text-text">
        <h1 className="truncate">{crumb.label}</h1>
      </li>
    );
  }
  return (
    <li className="hidden min-w-0 truncate text-muted sm:block">
      {crumb.href === undefined ? (
        crumb.label
      ) : (
        <Link href={crumb.href} className="hover:text-text">
          {crumb.label}
        </Link>
      )}
    </li>
  );
}

/** `/hosts/gpu-07` has no place of its own in the rail: its last part is the best name there is. */
function trailOf(pathname: string): readonly Crumb[] {
  const place = places.find(
    (each) => pathname === each.href || pathname.startsWith(`${each.href}/`),
  );
  const parts = pathname.split('/').filter((part) => part !== '');
  const name = decodeURIComponent(parts.at(-1) ?? '');
  if (!place) return [{ label: name }];
  if (pathname === place.href) return [{ label: place.label }];
  return [{ label: place.label, href: place.href }, { label: name }];
}

function createTrailStore(): TrailStore {
  let trail = noCrumbs;
  const listeners = new Set<() => void>();
  return {
    get: () => trail,
    set(next) {
      trail = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
