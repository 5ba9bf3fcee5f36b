import { gpuEventFields, type GpuEvent } from '#lib/model/gpu-event.ts';
import type { Services } from '#lib/services.ts';
import { gpuEventOfRow } from './gpu-event-row.ts';

const dayMs = 86_400_000;

/** The newest event of each GPU within a day, by its UUID. */
export async function readLastEvents(
  { store }: Pick<Services, 'store'>,
  nowMs: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, GpuEvent>> {
  const rows = await store.latest(
    { measurement: 'gpu_event', fields: gpuEventFields, match: {}, nowMs, maxAgeMs: dayMs },
    signal,
  );
  const newest = new Map<string, GpuEvent>();
  for (const event of rows.map(gpuEventOfRow)) {
    const other = newest.get(event.gpu);
    if (!other || other.timeMs < event.timeMs) newest.set(event.gpu, event);
  }
  return newest;
}
