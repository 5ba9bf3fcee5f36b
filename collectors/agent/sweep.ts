import { setMaxListeners } from 'node:events';
import { listAddresses, parseAddressRange } from '#lib/model/address-range.ts';
import type { SweepFind, SweepRequest } from '#lib/model/device-probe.ts';
import type { Clock } from './clock.ts';
import type { DeviceProber, SweepPlace } from './device-prober.ts';
import { createPace } from './pace.ts';

export interface SweepParts {
  readonly prober: Pick<DeviceProber, 'find'>;
  readonly clock: Pick<Clock, 'monotonicMs' | 'sleep'>;
  /** After each place; `find` is null where nobody answered. */
  readonly onPlace: (find: SweepFind | null) => void;
}

/** Seconds that silence is waited for, with a margin: so many places are asked at once. */
const patienceSeconds = 1.5;
const mostAtOnce = 512;

/** Asks every address on every port; credentials are tried in turn until one is answered. */
export async function sweep(
  request: SweepRequest,
  { prober, clock, onPlace }: SweepParts,
  stop: AbortSignal,
): Promise<void> {
  const signal = AbortSignal.any([stop]);
  // Every place that is asked waits under it: more than ten listeners are no leak.
  setMaxListeners(0, signal);
  const pace = createPace(clock, request.requestsPerSecond, signal);
  const places = placesOf(request);
  const work = async (): Promise<void> => {
    for (let place = places.next(); !place.done; place = places.next()) {
      const find = await ask(place.value);
      if (signal.aborted) return;
      onPlace(find);
    }
  };
  const ask = async (place: SweepPlace): Promise<SweepFind | null> => {
    for (const [index, credentials] of request.credentials.entries()) {
      const found = await prober.find(place, credentials, pace, signal);
      if (found) return { ...place, credentials: index, ...found };
      if (signal.aborted) break;
    }
    return null;
  };
  // No more than keep up the rate: a device that answers must not wait behind all the others.
  const atOnce = Math.min(mostAtOnce, Math.ceil(request.requestsPerSecond * patienceSeconds));
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** One iterator that all workers draw from. */
function* placesOf({ ranges, ports }: SweepRequest): Generator<SweepPlace, void> {
  const parsed = ranges.map(parseAddressRange).filter((range) => range !== null);
  for (const address of listAddresses(parsed)) {
    for (const port of new Set(ports)) yield { address, port };
  }
}
