'use client';

import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import type { Found, HallScene } from './hall-scene.ts';

interface Gestures {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerLeave: () => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

interface Touch {
  x: number;
  y: number;
}

/** A press that moves less is a click. */
const dragFromPx = 4;
const arrowPx = 60;
const keyZoom = 1.25;
/** Zoom of one pixel of the wheel. */
const wheelZoom = 0.0015;

/** Wheel, drag, pinch and keys move the map without React; clicks and the pointer are told. */
export function useMapGestures(
  box: RefObject<HTMLElement | null>,
  scene: RefObject<HallScene | null>,
  tell: {
    readonly onPoint: (found: Found | null, x: number, y: number) => void;
    readonly onClick: (found: Found | null) => void;
  },
): Gestures {
  const touches = useRef(new Map<number, Touch>());
  const isDragging = useRef(false);

  useWheel(box, scene);

  const release = (event: PointerEvent<HTMLElement>, isClick: boolean): void => {
    touches.current.delete(event.pointerId);
    if (touches.current.size > 0) return;
    const { x, y } = within(event.currentTarget, event);
    if (isClick && !isDragging.current) tell.onClick(scene.current?.find(x, y) ?? null);
    isDragging.current = false;
  };
  const move = (event: PointerEvent<HTMLElement>): void => {
    const at = within(event.currentTarget, event);
    const before = touches.current.get(event.pointerId);
    if (!before) {
      tell.onPoint(scene.current?.hover(at.x, at.y) ?? null, at.x, at.y);
      return;
    }
    const [dx, dy] = [at.x - before.x, at.y - before.y];
    if (!isDragging.current && Math.hypot(dx, dy) < dragFromPx) return;
    if (!isDragging.current) event.currentTarget.setPointerCapture(event.pointerId);
    isDragging.current = true;
    tell.onPoint(null, at.x, at.y);
    const other = [...touches.current].find(([id]) => id !== event.pointerId)?.[1];
    if (other) pinch(scene.current, before, at, other);
    else scene.current?.pan(dx, dy);
    touches.current.set(event.pointerId, at);
  };

  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      touches.current.set(event.pointerId, within(event.currentTarget, event));
    },
    onPointerMove: move,
    onPointerUp: (event) => release(event, true),
    onPointerCancel: (event) => release(event, false),
    onPointerLeave: () => {
      scene.current?.leave();
      tell.onPoint(null, 0, 0);
    },
    onKeyDown: (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const act = keys[event.key];
      if (!act || !scene.current) return;
      event.preventDefault();
      act(scene.current);
    },
  };
}

function useWheel(box: RefObject<HTMLElement | null>, scene: RefObject<HallScene | null>): void {
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    // React listens passively; the page must not scroll under the map.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { x, y } = within(element, event);
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      scene.current?.zoom(Math.exp(-event.deltaY * lines * wheelZoom), x, y);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [box, scene]);
}

const keys: Partial<Record<string, (scene: HallScene) => void>> = {
  '+': (scene) => scene.zoom(keyZoom),
  '=': (scene) => scene.zoom(keyZoom),
  '-': (scene) => scene.zoom(1 / keyZoom),
  '0': (scene) => scene.fit(),
  ArrowLeft: (scene) => scene.pan(arrowPx, 0),
  ArrowRight: (scene) => scene.pan(-arrowPx, 0),
  ArrowUp: (scene) => scene.pan(0, arrowPx),
  ArrowDown: (scene) => scene.pan(0, -arrowPx),
};

/** Two fingers: their distance zooms around the middle between them. */
function pinch(scene: HallScene | null, before: Touch, at: Touch, other: Touch): void {
  const was = Math.hypot(before.x - other.x, before.y - other.y);
  const is = Math.hypot(at.x - other.x, at.y - other.y);
  const [x, y] = [(at.x + other.x) / 2, (at.y + other.y) / 2];
  scene?.pan((at.x - before.x) / 2, (at.y - before.y) / 2);
  if (was > 0) scene?.zoom(is / was, x, y);
}

function within(element: HTMLElement, event: { clientX: number; clientY: number }): Touch {
  const bounds = element.getBoundingClientRect();
  return { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
}
