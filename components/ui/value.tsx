import { formatValue, type DisplayUnit } from '#lib/format/value.ts';

/** A number with its unit set lighter; a gap is a dash that says so to a screen reader. */
export function Value({ value, unit }: { value: number | null | undefined; unit: DisplayUnit }) {
  const formatted = formatValue(value, unit);
  if (formatted.text === '–') {
    return (
      <span className="text-faint">
        <span aria-hidden>–</span>
        <span className="sr-only">no value</span>
      </span>
    );
  }
  return (
    <span className="whitespace-nowrap tabular-nums">
      {formatted.text}
      {formatted.unit !== '' && <span className="text-faint">{`\u00a0${formatted.unit}`}</span>}
    </span>
  );
}
