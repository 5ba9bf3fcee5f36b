import type { Reading } from './readings.ts';

const names = {
  loopP99Ms: ['isotherm_nodejs_eventloop_lag_p99_seconds', 1000],
  loopLongestMs: ['isotherm_nodejs_eventloop_lag_max_seconds', 1000],
  inFlightBytes: ['isotherm_write_in_flight_bytes', 1],
  bufferedBytes: ['isotherm_live_buffered_bytes', 1],
} as const;

/** What the server says about itself, since it was last asked where that has a length. */
export async function readServerMetrics(
  url: string,
  token: string,
): Promise<Pick<Reading, keyof typeof names>> {
  const response = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`read the server's metrics: it answered ${response.status}`);
  const text = await response.text();
  const figure = ([name, factor]: readonly [string, number]) => {
    const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
    return found === undefined ? Number.NaN : Number(found) * factor;
  };
  return {
    loopP99Ms: figure(names.loopP99Ms),
    loopLongestMs: figure(names.loopLongestMs),
    inFlightBytes: figure(names.inFlightBytes),
    bufferedBytes: figure(names.bufferedBytes),
  };
}
