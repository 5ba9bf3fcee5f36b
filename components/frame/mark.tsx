/** The mark: lines of equal temperature around a source. */
export function Mark() {
  return (
    <svg viewBox="0 0 24 24" className="size-6 text-accent" fill="none" aria-hidden>
      <g stroke="currentColor" strokeLinecap="round" strokeWidth="2">
        <path d="M2.5 19a9.5 13.5 0 0 1 19 0" opacity="0.45" />
        <path d="M6.5 19a5.5 9 0 0 1 11 0" opacity="0.75" />
        <path d="M10.25 19a1.75 4.5 0 0 1 3.5 0" />
      </g>
    </svg>
  );
}
