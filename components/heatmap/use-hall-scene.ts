'use client';

import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';
import type { FrameUpdate } from '#components/live/frame-book.ts';
import { mapHz } from '#components/live/live-question.ts';
import { useLiveFrame } from '#components/live/use-live-frame.ts';
import { usePreferences } from '#components/preferences/preferences.tsx';
import type { HostPlacement, Rack, Site } from '#lib/model/place.ts';
import { layOutHall } from './hall-layout.ts';
import { HallScene } from './hall-scene.ts';
import type { HeatMetric } from './heat-metric.ts';
import type { RampName } from './ramp.ts';
import type { Insets, Size } from './viewport.ts';

export interface HallPlaces {
  readonly sites: readonly Site[];
  readonly racks: readonly Rack[];
  readonly placements: readonly HostPlacement[];
}

export interface SceneSettings {
  readonly places: HallPlaces;
  readonly metric: HeatMetric;
  /** What lies over the edges of a screen of this size. Made outside of components. */
  readonly insets: (screen: Size) => Insets;
  /** The same once a rack is chosen; absent where nothing comes along. */
  readonly reveal?: (screen: Size) => Insets;
  readonly selectedRackId: string | null;
  /** False while something else feeds it. */
  readonly isLive: boolean;
  readonly onRefused: (error: string) => void;
}

export interface SceneHandles {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly cells: RefObject<HTMLCanvasElement | null>;
  readonly frame: RefObject<HTMLCanvasElement | null>;
  readonly scene: RefObject<HallScene | null>;
  readonly ramp: RampName;
}

/** Makes the map and keeps it fed; values go from the stream to the canvas past React. */
export function useHallScene(settings: SceneSettings): SceneHandles {
  const { places, metric, insets, selectedRackId, isLive, onRefused } = settings;
  const box = useRef<HTMLDivElement>(null);
  const cells = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLCanvasElement>(null);
  const scene = useRef<HallScene | null>(null);
  const clockOffsetMs = useRef(0);
  const { theme } = usePreferences();
  const ramp = metric.isHeat && theme === 'dark' ? 'inferno' : 'cividis';

  const resize = useEffectEvent((size: Size) => {
    const { sites, racks, placements } = places;
    const free = insets(size);
    const aspect = freeAspect(size, free);
    scene.current?.resize(size, free);
    scene.current?.setHall(layOutHall(sites, racks, placements, aspect));
  });
  useEffect(() => {
    if (!cells.current || !frame.current) return undefined;
    const made = new HallScene(cells.current, frame.current);
    scene.current = made;
    return () => {
      made.close();
      scene.current = null;
    };
  }, []);
  useEffect(() => scene.current?.setMetric(metric, ramp), [metric, ramp, theme]);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      resize({ width: element.clientWidth, height: element.clientHeight });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [places]);
  const select = useEffectEvent((rackId: string | null) => {
    scene.current?.select(rackId);
    if (rackId === null || !settings.reveal || !box.current) return;
    const size = { width: box.current.clientWidth, height: box.current.clientHeight };
    scene.current?.reveal(rackId, settings.reveal(size));
  });
  useEffect(() => select(selectedRackId), [selectedRackId]);
  useEffect(() => {
    if (!isLive) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) scene.current?.age(Date.now() + clockOffsetMs.current);
    }, 1000);
    return () => clearInterval(timer);
  }, [isLive]);

  const take = (update: FrameUpdate): void => {
    const [values] = update.columns;
    if (!values) return;
    clockOffsetMs.current = update.timeMs - Date.now();
    const { layout, sampleTimesMs: timesMs, timeMs: nowMs } = update;
    scene.current?.take({ entities: layout.entities, values, timesMs, nowMs });
  };
  const question = { measurement: metric.measurement, fields: [metric.field], maxHz: mapHz };
  useLiveFrame(isLive ? question : null, take, onRefused);

  return { box, cells, frame, scene, ramp };
}

function freeAspect({ width, height }: Size, { top, right, bottom, left }: Insets): number {
  return Math.max(1, width - left - right) / Math.max(1, height - top - bottom);
}
