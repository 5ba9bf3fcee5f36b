'use client';

import dynamic from 'next/dynamic';

const loading = () => <div className="skeleton h-7 w-24" />;

/** The buttons with their dialogs come after the page: its table is what it is looked at for. */
export const LazyDiscoverButton = dynamic(
  () => import('./discover.tsx').then((module) => module.DiscoverButton),
  { loading },
);

export const LazyAddDeviceButton = dynamic(
  () => import('./add-device.tsx').then((module) => module.AddDeviceButton),
  { loading },
);
