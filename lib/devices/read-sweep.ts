import type { Services } from '#lib/services.ts';
import type { Sweep } from './sweep.ts';
import { missingSweep } from './sweep-view.ts';

/** @throws Refusal when there is none, or none any more. */
export function readSweep({ probes }: Pick<Services, 'probes'>, id: string): Sweep {
  const sweep = probes.sweeps().find((one) => one.id === id);
  if (!sweep) throw missingSweep('read');
  return sweep;
}
