/** How the map lies on the screen: a point of the map times `scale` plus the offset. CSS pixels. */
export interface Viewport {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What lies over the map at its edges, CSS pixels. */
export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** A hall of one rack is not blown up to the size of a door. */
const largestFit = 4;
const largestScale = 24;
/** So much of the map stays on the screen, however far it is dragged. */
const keptPx = 64;

/** All of the map, in the middle of what nothing covers. */
export function fitMap(map: Size, screen: Size, insets: Insets): Viewport {
  const free = {
    width: Math.max(1, screen.width - insets.left - insets.right),
    height: Math.max(1, screen.height - insets.top - insets.bottom),
  };
  const scale = Math.min(
    largestFit,
    free.width / Math.max(1, map.width),
    free.height / Math.max(1, map.height),
  );
  return {
    scale,
    x: insets.left + (free.width - map.width * scale) / 2,
    y: insets.top + (free.height - map.height * scale) / 2,
  };
}

/** What is under the point stays under it. */
export function zoomAt(view: Viewport, factor: number, x: number, y: number, least: number) {
  const scale = Math.min(largestScale, Math.max(least, view.scale * factor));
  const by = scale / view.scale;
  return { scale, x: x - (x - view.x) * by, y: y - (y - view.y) * by };
}

/** Moves it, but not out of sight. */
export function panBy(view: Viewport, dx: number, dy: number, map: Size, screen: Size): Viewport {
  return {
    scale: view.scale,
    x: keep(view.x + dx, map.width * view.scale, screen.width),
    y: keep(view.y + dy, map.height * view.scale, screen.height),
  };
}

function keep(at: number, length: number, room: number): number {
  return Math.min(room - keptPx, Math.max(keptPx - length, at));
}

export function toMap(view: Viewport, x: number, y: number): { x: number; y: number } {
  return { x: (x - view.x) / view.scale, y: (y - view.y) / view.scale };
}
