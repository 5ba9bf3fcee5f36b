import type { HostPlacement, Rack, Site } from '#lib/model/place.ts';

/** Pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface HostCell extends Box {
  readonly host: string;
  /** Lowest U; null when it is only known to stand somewhere in the rack. */
  readonly positionU: number | null;
}

export interface RackBox extends Box {
  readonly rack: Rack;
  readonly cells: readonly HostCell[];
}

export interface RowLabel {
  readonly text: string;
  readonly y: number;
}

export interface HallLayout {
  readonly height: number;
  readonly labels: readonly RowLabel[];
  readonly racks: readonly RackBox[];
}

const unitPx = 4;
const rackWidth = 56;
const gapPx = 10;
const labelPx = 26;
const namePx = 18;

/**
 * Where everything stands on a map of `width` pixels: a line of racks for each row of each room,
 * broken where it does not fit, hosts inside at their U.
 *
 * @param racks in the order of the hall
 */
export function layOutHall(
  sites: readonly Site[],
  racks: readonly Rack[],
  placements: readonly HostPlacement[],
  width: number,
): HallLayout {
  const siteNames = new Map(sites.map((site) => [site.id, site.name]));
  const standing = groupBy(placements, (placement) => placement.rackId ?? '');
  const rows = groupBy(racks, (rack) => JSON.stringify([rack.siteId, rack.room, rack.row]));
  const labels: RowLabel[] = [];
  const boxes: RackBox[] = [];
  let y = 0;
  for (const row of rows.values()) {
    const [first] = row;
    if (!first) continue;
    const site = siteNames.get(first.siteId) ?? '';
    labels.push({ text: `${site} › ${first.room} › row ${first.row}`, y });
    y += labelPx;
    for (const line of breakLine(row, width)) {
      const tallest = Math.max(...line.map((rack) => rack.heightU)) * unitPx;
      for (const [index, rack] of line.entries()) {
        const height = rack.heightU * unitPx;
        const box = {
          x: index * (rackWidth + gapPx),
          y: y + tallest - height,
          width: rackWidth,
          height,
        };
        boxes.push({ rack, ...box, cells: hostCells(rack, box, standing.get(rack.id) ?? []) });
      }
      y += tallest + namePx + gapPx;
    }
  }
  return { height: y, labels, racks: boxes };
}

/** The cell or rack under a point of the map. */
export function findAt(
  layout: HallLayout,
  x: number,
  y: number,
): { readonly rack: RackBox; readonly cell: HostCell | null } | null {
  const rack = layout.racks.find((box) => holds({ ...box, height: box.height + namePx }, x, y));
  if (!rack) return null;
  return { rack, cell: rack.cells.find((cell) => holds(cell, x, y)) ?? null };
}

function holds(box: Box, x: number, y: number): boolean {
  return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
}

function breakLine(racks: readonly Rack[], width: number): Rack[][] {
  const perLine = Math.max(1, Math.floor((width + gapPx) / (rackWidth + gapPx)));
  const lines: Rack[][] = [];
  for (let at = 0; at < racks.length; at += perLine) lines.push(racks.slice(at, at + perLine));
  return lines;
}

/** Hosts without a position fill the lowest room that is free, so that none is left out. */
function hostCells(rack: Rack, box: Box, placements: readonly HostPlacement[]): HostCell[] {
  const taken = new Set<number>();
  const ordered = [...placements].sort(
    (a, b) => (a.positionU ?? Infinity) - (b.positionU ?? Infinity),
  );
  return ordered.map(({ host, positionU, heightU }) => {
    const bottom = positionU ?? lowestFree(taken, rack.heightU, heightU);
    for (let unit = bottom; unit < bottom + heightU; unit += 1) taken.add(unit);
    const top = box.y + (rack.heightU - (bottom + heightU - 1)) * unitPx;
    return {
      host,
      positionU,
      x: box.x + 2,
      y: top,
      width: box.width - 4,
      height: heightU * unitPx - 1,
    };
  });
}

function lowestFree(taken: ReadonlySet<number>, rackHeight: number, height: number): number {
  for (let bottom = 1; bottom + height - 1 <= rackHeight; bottom += 1) {
    const units = Array.from({ length: height }, (_, index) => bottom + index);
    if (units.every((unit) => !taken.has(unit))) return bottom;
  }
  return 1;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
