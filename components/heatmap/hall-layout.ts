import type { HostPlacement, Rack, Site } from '#lib/model/place.ts';

/** Pixels of the map before any zoom. */
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
  /** Where it is drawn: its own U, or the lowest that was free. */
  readonly bottomU: number;
  readonly heightU: number;
}

export interface RackBox extends Box {
  readonly rack: Rack;
  readonly cells: readonly HostCell[];
}

export interface RowLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Racks that stand on one line of the map. */
export interface Shelf {
  /** Where their feet are. */
  readonly bottom: number;
  readonly racks: readonly RackBox[];
}

export interface HallLayout {
  readonly width: number;
  readonly height: number;
  readonly labels: readonly RowLabel[];
  readonly racks: readonly RackBox[];
  readonly shelves: readonly Shelf[];
}

export const unitPx = 2;
export const rackWidth = 48;
/** Racks stand at multiples of it, so that their cells share one lattice. */
export const gapPx = 12;
export const labelPx = 22;
export const namePx = 18;
const pitch = rackWidth + gapPx;
const rowGap = 2 * gapPx;

/** A map that breaks rows has to be this much larger to be taken over one that does not. */
const brokenPenalty = 0.8;

/**
 * Where everything stands: rows of racks as blocks, side by side on shelves, as wide as makes the
 * map largest on a screen of this shape.
 *
 * @param racks in the order of the hall
 * @param aspect width over height of the screen
 */
export function layOutHall(
  sites: readonly Site[],
  racks: readonly Rack[],
  placements: readonly HostPlacement[],
  aspect: number,
): HallLayout {
  const rows = nameRows(sites, racks);
  const standing = groupBy(placements, (placement) => placement.rackId ?? '');
  return drawShelves(bestShelves(rows, aspect), standing);
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

interface Row {
  readonly name: string;
  readonly racks: readonly Rack[];
}

/** Site and room are said only where there is more than one to be confused. */
function nameRows(sites: readonly Site[], racks: readonly Rack[]): Row[] {
  const siteNames = new Map(sites.map((site) => [site.id, site.name]));
  const hasSites = new Set(racks.map(({ siteId }) => siteId)).size > 1;
  const hasRooms =
    new Set(racks.map(({ siteId, room }) => JSON.stringify([siteId, room]))).size > 1;
  const rows = groupBy(racks, (rack) => JSON.stringify([rack.siteId, rack.room, rack.row]));
  return [...rows.values()].map((row) => {
    const [first] = row;
    const parts = [
      hasSites ? siteNames.get(first?.siteId ?? '') : undefined,
      hasRooms ? first?.room : undefined,
      `Row ${first?.row ?? ''}`,
    ];
    return { name: parts.filter((part) => part !== undefined).join(' › '), racks: row };
  });
}

interface Block extends Row {
  readonly x: number;
}

interface Plan {
  readonly shelves: readonly (readonly Block[])[];
  readonly width: number;
  readonly height: number;
  readonly isBroken: boolean;
}

function bestShelves(rows: readonly Row[], aspect: number): Plan {
  const total = rows.reduce((sum, row) => sum + row.racks.length + 1, 0);
  let best = planShelves(rows, 1);
  let bestScore = 0;
  for (let across = 1; across <= total + 1; across = Math.ceil(across * 1.08 + 0.01)) {
    const plan = planShelves(rows, across);
    const scale = Math.min(aspect / Math.max(1, plan.width), 1 / Math.max(1, plan.height));
    const score = plan.isBroken ? scale * brokenPenalty : scale;
    if (score <= bestScore) continue;
    best = plan;
    bestScore = score;
  }
  return best;
}

/** @param across racks that fit beside each other */
function planShelves(rows: readonly Row[], across: number): Plan {
  const most = across * pitch - gapPx;
  const shelves: Block[][] = [];
  let shelf: Block[] = [];
  let [x, width] = [0, 0];
  let isBroken = false;
  for (const row of rows) {
    for (const [part, racks] of chunks(row.racks, across).entries()) {
      if (part > 0) isBroken = true;
      const blockWidth = racks.length * pitch - gapPx;
      if (shelf.length === 0 || part > 0 || x + blockWidth > most) {
        shelf = [];
        shelves.push(shelf);
        x = 0;
      }
      shelf.push({ name: part === 0 ? row.name : '', racks, x });
      width = Math.max(width, x + blockWidth);
      x += blockWidth + rowGap;
    }
  }
  const height = shelves.reduce((sum, each) => sum + shelfHeight(each), 0);
  return { shelves, width, height, isBroken };
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < items.length; at += size) parts.push(items.slice(at, at + size));
  return parts;
}

function tallestU(blocks: readonly Block[]): number {
  let most = 0;
  for (const { racks } of blocks) for (const { heightU } of racks) most = Math.max(most, heightU);
  return most;
}

function shelfHeight(blocks: readonly Block[]): number {
  return labelPx + tallestU(blocks) * unitPx + namePx + gapPx;
}

function drawShelves(plan: Plan, standing: ReadonlyMap<string, HostPlacement[]>): HallLayout {
  const labels: RowLabel[] = [];
  const shelves: Shelf[] = [];
  let y = 0;
  for (const blocks of plan.shelves) {
    const bottom = y + labelPx + tallestU(blocks) * unitPx;
    const racks: RackBox[] = [];
    for (const block of blocks) {
      const width = block.racks.length * pitch - gapPx;
      labels.push({ text: block.name, x: block.x, y, width });
      for (const [index, rack] of block.racks.entries()) {
        const height = rack.heightU * unitPx;
        const box = { x: block.x + index * pitch, y: bottom - height, width: rackWidth, height };
        racks.push({ rack, ...box, cells: hostCells(rack, box, standing.get(rack.id) ?? []) });
      }
    }
    shelves.push({ bottom, racks });
    y += shelfHeight(blocks);
  }
  const racks = shelves.flatMap((shelf) => shelf.racks);
  return { width: plan.width, height: Math.max(0, y - gapPx), labels, racks, shelves };
}

/** Hosts without a position fill the lowest room that is free, so that none is left out. */
function hostCells(rack: Rack, box: Box, placements: readonly HostPlacement[]): HostCell[] {
  const taken = new Set<number>();
  const ordered = [...placements].sort(
    (a, b) => (a.positionU ?? Infinity) - (b.positionU ?? Infinity),
  );
  return ordered.map(({ host, positionU, heightU }) => {
    const bottomU = positionU ?? lowestFree(taken, rack.heightU, heightU);
    for (let unit = bottomU; unit < bottomU + heightU; unit += 1) taken.add(unit);
    return {
      host,
      positionU,
      bottomU,
      heightU,
      x: box.x,
      y: box.y + (rack.heightU - (bottomU + heightU - 1)) * unitPx,
      width: box.width,
      height: heightU * unitPx,
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
