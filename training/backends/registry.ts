import type { TrainingBackend } from './backend.ts';
import { cpuBackend } from './cpu/cpu-backend.ts';

export const backends: readonly TrainingBackend[] = [cpuBackend];

/** The backend that has the device now; otherwise a sentence that names what there is. */
export async function findBackend(
  device: string,
): Promise<{ backend: TrainingBackend } | { missing: string }> {
  const present: string[] = [];
  for (const backend of backends) {
    const ids = (await backend.devices()).map(({ id }) => id);
    if (ids.includes(device)) return { backend };
    present.push(...ids);
  }
  const works = `works here: ${present.join(', ')}`;
  return { missing: `train on ${device}: there is no NVIDIA backend here yet (${works})` };
}
