import type { CellGrid } from './cell-grid.ts';

type Entity = Readonly<Record<string, string>>;

/** For each entity of a frame that stands in the hall: which pixels of the picture are its own. */
export interface CellRuns {
  readonly count: number;
  /** Every run is one pixel. */
  readonly isSingle: boolean;
  /** Row of the frame's columns. */
  readonly entity: Int32Array;
  readonly offset: Int32Array;
  readonly wide: Uint8Array;
  readonly tall: Uint8Array;
  /** Index of the rack in the layout. */
  readonly rack: Int32Array;
  /** Runs of each host, by column. */
  readonly byHost: ReadonlyMap<string, readonly number[]>;
}

/** How many entities the fullest host has. */
export function mostOfOneHost(entities: readonly Entity[]): number {
  let most = 1;
  for (const rows of rowsByHost(entities).values()) most = Math.max(most, rows.length);
  return most;
}

/** Entities of one host share its width by their index; one alone takes all of it. */
export function mapCells(grid: CellGrid, entities: readonly Entity[]): CellRuns {
  const size = entities.length;
  const runs = {
    entity: new Int32Array(size),
    offset: new Int32Array(size),
    wide: new Uint8Array(size),
    tall: new Uint8Array(size),
    rack: new Int32Array(size),
  };
  const byHost = new Map<string, number[]>();
  let count = 0;
  for (const [host, rows] of rowsByHost(entities)) {
    const pixels = grid.hosts.get(host);
    if (!pixels) continue;
    rows.sort((one, other) => compareIndex(entities[one], entities[other]));
    const own: number[] = [];
    for (const [slot, row] of rows.entries()) {
      const left = Math.floor((slot * grid.across) / rows.length);
      const right = Math.floor(((slot + 1) * grid.across) / rows.length);
      runs.entity[count] = row;
      runs.offset[count] = pixels.offset + left;
      runs.wide[count] = Math.max(1, right - left);
      runs.tall[count] = pixels.rows;
      runs.rack[count] = pixels.rack;
      own.push(count);
      count += 1;
    }
    byHost.set(host, own);
  }
  const isOne = (sizes: Uint8Array) => sizes.subarray(0, count).every((size) => size === 1);
  return { count, isSingle: isOne(runs.wide) && isOne(runs.tall), ...runs, byHost };
}

function rowsByHost(entities: readonly Entity[]): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (const [row, { host }] of entities.entries()) {
    if (host === undefined) continue;
    const known = rows.get(host);
    if (known) known.push(row);
    else rows.set(host, [row]);
  }
  return rows;
}

function compareIndex(one: Entity | undefined, other: Entity | undefined): number {
  const order = Number(one?.['index'] ?? 0) - Number(other?.['index'] ?? 0);
  return order || ((one?.['gpu'] ?? '') < (other?.['gpu'] ?? '') ? -1 : 1);
}
