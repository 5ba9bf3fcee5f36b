import { rackWidth, unitPx, type HallLayout, type HostCell, type Shelf } from './hall-layout.ts';

/** A shelf of the map as rows of the picture of cells. */
export interface Strip {
  /** First row in the picture. */
  readonly sourceY: number;
  readonly rows: number;
  /** Where it is drawn, in pixels of the map. */
  readonly y: number;
  readonly height: number;
}

/** A host's pixels in the picture. */
export interface HostPixels {
  /** Its top left pixel. */
  readonly offset: number;
  readonly rows: number;
  /** Index of its rack in the layout. */
  readonly rack: number;
}

/**
 * A picture with one pixel for a cell: a GPU is a column of its host, a host as many rows as its
 * height has of the largest unit in which all hosts of the hall can be told apart. Drawing it
 * enlarged costs a browser the same however many cells it has.
 */
export interface CellGrid {
  /** Columns of a rack. */
  readonly across: number;
  /** Of one column, in pixels of the map. */
  readonly columnPx: number;
  readonly width: number;
  readonly height: number;
  /** Height of a row in U. */
  readonly unitU: number;
  readonly strips: readonly Strip[];
  /** Which strip a row of the picture belongs to. */
  readonly stripOfRow: readonly number[];
  readonly hosts: ReadonlyMap<string, HostPixels>;
}

/** What a rack can be divided into: its width and the gap beside it are whole pixels of the picture. */
const possibleColumns = [4, 8, 16, 48] as const;

/** @param mostGpus of one host */
export function columnsFor(mostGpus: number): number {
  return possibleColumns.find((columns) => columns >= mostGpus) ?? 48;
}

export function makeGrid(layout: HallLayout, across: number): CellGrid {
  const lattice = commonLattice(layout);
  const { unitU, baseU } = lattice;
  const columnPx = rackWidth / across;
  const width = Math.max(1, Math.round(layout.width / columnPx));
  const strips: Strip[] = [];
  const stripOfRow: number[] = [];
  const hosts = new Map<string, HostPixels>();
  let [sourceY, rack] = [0, 0];
  for (const shelf of layout.shelves) {
    const rows = rowsOf(shelf, lattice);
    const height = rows * unitU * unitPx;
    strips.push({ sourceY, rows, y: shelf.bottom - baseU * unitPx - height, height });
    for (const box of shelf.racks) {
      for (const cell of box.cells) {
        const top = sourceY + rows - topRow(cell, lattice);
        const offset = top * width + Math.round(box.x / columnPx);
        hosts.set(cell.host, { offset, rows: cell.heightU / unitU, rack });
      }
      rack += 1;
    }
    for (let row = 0; row < rows; row += 1) stripOfRow.push(strips.length - 1);
    sourceY += rows;
  }
  const height = Math.max(1, sourceY);
  return { across, columnPx, width, height, unitU, strips, stripOfRow, hosts };
}

function rowsOf({ racks }: Shelf, lattice: Lattice): number {
  let most = 0;
  for (const { cells } of racks) {
    for (const cell of cells) most = Math.max(most, topRow(cell, lattice));
  }
  return most;
}

function topRow({ bottomU, heightU }: HostCell, { unitU, baseU }: Lattice): number {
  return (bottomU - 1 - baseU + heightU) / unitU;
}

interface Lattice {
  /** Height of a row. */
  readonly unitU: number;
  /** Height of the feet under the lowest row. */
  readonly baseU: number;
}

/** The tallest rows whose seams fall on the edge of every host, with 1 U of blank or cable below or not. */
function commonLattice({ racks }: HallLayout): Lattice {
  const cells = racks.flatMap((box) => box.cells);
  const firstU = (cells[0]?.bottomU ?? 1) - 1;
  let unitU = 0;
  for (const { bottomU, heightU } of cells) {
    unitU = divisor(divisor(unitU, heightU), Math.abs(bottomU - 1 - firstU));
  }
  unitU = Math.max(1, unitU);
  return { unitU, baseU: firstU % unitU };
}

/** Greatest common one; of nothing and a number it is the number. */
function divisor(one: number, other: number): number {
  return other === 0 ? one : divisor(other, one % other);
}
