import { gpuEventFields, makeGpuEvent, type GpuEvent } from '#lib/model/gpu-event.ts';
import type { LatestRow } from '#lib/store/store.ts';

/** An event from a row whose values are `gpuEventFields`. */
export function gpuEventOfRow({ tags, timeMs, values }: LatestRow): GpuEvent {
  return makeGpuEvent(tags, timeMs, (field) => {
    const value = values[gpuEventFields.indexOf(field)] ?? null;
    return value === null ? null : String(value);
  });
}
