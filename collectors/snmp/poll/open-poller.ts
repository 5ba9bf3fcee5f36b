import type { CollectorContext } from '../../collector.ts';
import { loadAllProfiles } from '../built-in-profiles.ts';
import type { SnmpConfig } from '../config.ts';
import type { EventWriter } from '../event.ts';
import { openSnmpClient } from '../session/open-client.ts';
import { Poller } from './poller.ts';

/** @throws Error one sentence, when the profiles cannot be read */
export function openPoller(
  config: SnmpConfig,
  { host, monotonicMs, sleep }: CollectorContext,
  events: EventWriter,
): Poller {
  const { concurrency, pollTimeoutSeconds, requestTimeoutMs, retries } = config;
  const options = {
    host,
    monotonicMs,
    sleep,
    concurrency,
    profiles: loadAllProfiles(config.profiles ?? null),
    pollTimeoutMs: pollTimeoutSeconds * 1000,
    open: (target: Parameters<typeof openSnmpClient>[0]) =>
      openSnmpClient(target, { timeoutMs: requestTimeoutMs, retries }),
  };
  return new Poller(options, events);
}
