'use client';

import dynamic from 'next/dynamic';

/** Most visits to the racks neither place a host nor make a rack. */
export const LazyTray = dynamic(() => import('./tray.tsx').then((module) => module.Tray), {
  loading: () => <div className="skeleton m-4 h-40" />,
});

export const LazyNewRackButton = dynamic(
  () => import('./new-rack.tsx').then((module) => module.NewRackButton),
  { loading: () => <div className="skeleton h-8 w-24" /> },
);
