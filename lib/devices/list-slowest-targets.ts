import type { PollHealth } from '#lib/model/device-report.ts';
import type { Services } from '#lib/services.ts';
import { readPollHealth } from './poll-health.ts';

/** A polled device and how its polls go. */
export interface SlowTarget {
  readonly device: string;
  readonly poll: PollHealth;
}

/** Those whose polls take longest: what does not answer first, then by the slowest polls. */
export async function listSlowestTargets(
  services: Pick<Services, 'hub' | 'store'>,
  { limit }: { readonly limit: number },
  nowMs: number,
): Promise<SlowTarget[]> {
  const health = await readPollHealth(services, {}, nowMs);
  return Array.from(health, ([device, poll]) => ({ device, poll }))
    .sort(bySlowness)
    .slice(0, limit);
}

function bySlowness(a: SlowTarget, b: SlowTarget): number {
  return (
    Number(isMute(b)) - Number(isMute(a)) ||
    (b.poll.p99Seconds ?? -1) - (a.poll.p99Seconds ?? -1) ||
    a.device.localeCompare(b.device, 'en', { numeric: true })
  );
}

function isMute({ poll }: SlowTarget): boolean {
  return poll.state !== 'up';
}
