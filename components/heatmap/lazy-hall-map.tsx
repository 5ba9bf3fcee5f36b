'use client';

import dynamic from 'next/dynamic';
import type { HallMapProps } from './hall-map.tsx';

const Map = dynamic(() => import('./hall-map.tsx').then((module) => module.HallMap), {
  loading: () => <div className="skeleton h-full min-h-88" />,
  ssr: false,
});

/** The map on a page that has more to show first: it comes when the rest stands. */
export function LazyHallMap(props: HallMapProps) {
  return <Map {...props} />;
}
