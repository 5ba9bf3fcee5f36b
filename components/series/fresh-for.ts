import { currentMs } from './line-value.ts';

const usualIntervalSeconds = 30;
/** Three polls may be missed, and the next one may take its time. */
const intervals = 3.5;

/** How long a value is part of "now" of a device that is polled every so often; null = not known. */
export function freshFor(intervalSeconds: number | null): number {
  return Math.max(currentMs, (intervalSeconds ?? usualIntervalSeconds) * intervals * 1000);
}
