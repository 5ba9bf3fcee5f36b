import { deviceEventFields, makeDeviceEvent } from '#lib/model/device-event.ts';
import type { DeviceEvent } from '#lib/model/device-report.ts';
import type { LatestRow } from '#lib/store/store.ts';

/** An event from a row whose values are `deviceEventFields`. */
export function deviceEventOfRow({ tags, timeMs, values }: LatestRow): DeviceEvent {
  return makeDeviceEvent(tags, timeMs, (field) => {
    const value = values[deviceEventFields.indexOf(field)] ?? null;
    return value === null ? null : String(value);
  });
}
