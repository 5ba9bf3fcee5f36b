/** A line without axes: the shape of the last hour beside a number. Null values break it. */
export function Sparkline({
  values,
  label,
  colour = 'var(--text-muted)',
  min,
  max,
}: {
  values: readonly (number | null)[];
  /** What it shows, for a screen reader. */
  label: string;
  colour?: string;
  /** Ends of the vertical scale; absent: those of the values. */
  min?: number;
  max?: number;
}) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) {
    return <div className="h-1/2 w-full border-b border-dashed border-border-strong" />;
  }
  const low = min ?? Math.min(...known);
  const high = max ?? Math.max(...known);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="block h-full w-full overflow-visible"
    >
      <path
        d={path(values, low, high)}
        fill="none"
        stroke={colour}
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

const width = 200;
const height = 32;
const inset = 2;

function path(values: readonly (number | null)[], low: number, high: number): string {
  const across = width / Math.max(1, values.length - 1);
  const up = high > low ? (height - 2 * inset) / (high - low) : 0;
  let drawing = false;
  return values
    .map((value, index) => {
      if (value === null) {
        drawing = false;
        return '';
      }
      // A flat line stands in the middle: there is no scale to place it on.
      const y = up === 0 ? height / 2 : height - inset - (value - low) * up;
      const command = `${drawing ? 'L' : 'M'}${(index * across).toFixed(1)} ${y.toFixed(1)}`;
      drawing = true;
      return command;
    })
    .join('');
}
