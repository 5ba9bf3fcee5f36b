/** Beside the name of whatever did not come from hardware: quiet, because it stands in every row. */
export function Simulated({ when }: { when: boolean }) {
  if (!when) return null;
  return (
    <span
      title="Made by a simulator, not read from hardware"
      className="inline-flex h-4 items-center rounded-[4px] border border-border-strong px-1 text-xs leading-none whitespace-nowrap text-faint"
    >
      simulated
    </span>
  );
}
