'use client';

import { useRef } from 'react';
import type { FrameUpdate } from '#components/live/frame-book.ts';
import { placesOf } from './line-value.ts';

/** Where in a frame the entity with these tags stands; undefined = every place is its own. */
export function useOwnPlaces(
  entity: Readonly<Record<string, string>> | undefined,
): (update: FrameUpdate) => ReadonlySet<number> | undefined {
  const known = useRef<{ readonly key: string; readonly find: ReturnType<typeof placesOf> }>(null);
  const key = JSON.stringify(entity ?? null);
  return (update) => {
    if (known.current?.key !== key) known.current = { key, find: placesOf(entity) };
    return known.current.find(update);
  };
}
