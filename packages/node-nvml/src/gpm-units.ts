import { gpmMetric } from './gpm-metrics.ts';
import { bytesOfMebibytes, ratioOf } from './units.ts';

/** The names carry the units: utilisation, occupancy and pct are percent, per second is MiB. */
const conversions = new Map<number, (value: number) => number>();
for (const [name, id] of Object.entries(gpmMetric)) {
  if (/(Util|Occupancy|Pct)$/.test(name)) conversions.set(id, ratioOf);
  else if (name.endsWith('PerSec')) conversions.set(id, bytesOfMebibytes);
}

/** A GPM metric as ratio or bytes a second; what is neither (cycles, requests) stays as it is. */
export function gpmInBaseUnits(id: number, value: number): number {
  return conversions.get(id)?.(value) ?? value;
}
