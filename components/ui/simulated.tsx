import { Badge } from './status.tsx';

/** Beside the name of whatever did not come from hardware. */
export function Simulated({ when }: { when: boolean }) {
  if (!when) return null;
  return <Badge title="Made by a simulator, not read from hardware">simulated</Badge>;
}
