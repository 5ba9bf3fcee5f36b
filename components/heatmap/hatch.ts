/** Diagonal lines, as what is missing or too old to trust is drawn everywhere. */
export function makeHatch(context: CanvasRenderingContext2D, colour: string): CanvasPattern {
  const tile = document.createElement('canvas');
  tile.width = 6;
  tile.height = 6;
  const brush = tile.getContext('2d');
  if (brush) {
    brush.strokeStyle = colour;
    brush.lineWidth = 1.1;
    for (const offset of [-6, 0, 6]) {
      brush.moveTo(offset, 6);
      brush.lineTo(offset + 6, 0);
    }
    brush.stroke();
  }
  const pattern = context.createPattern(tile, 'repeat');
  if (!pattern) throw new Error('draw the hall: the browser makes no pattern');
  return pattern;
}
