import { parseFacts } from './server-facts.ts';
import type { VictoriaClient } from './victoria-client.ts';

/**
 * A name for the run of the database that answers now.
 *
 * @throws Error in a sentence when it does not answer, refuses us or would count repeated writes
 *   twice
 */
export async function probeServer(client: VictoriaClient, signal: AbortSignal): Promise<string> {
  const run = await runOf(client, signal);
  if (client.isCluster) return run;
  const { dedupMs } = parseFacts(await client.selfMetrics(signal));
  if (dedupMs > 0) return run;
  throw new Error(
    `use VictoriaMetrics at ${client.address}: it keeps a sample twice that is written twice; start it with -dedup.minScrapeInterval=1ms`,
  );
}

/** A name for the run of a single server: when it began. A cluster has no such thing. */
export async function runOf(client: VictoriaClient, signal: AbortSignal): Promise<string> {
  if (client.isCluster) {
    await client.instant('1', 0, signal);
    return 'cluster';
  }
  const metrics = await client.selfMetrics(signal);
  const started = /^vm_app_start_timestamp (\d+)$/m.exec(metrics)?.[1];
  if (started === undefined) {
    throw new Error(`use VictoriaMetrics at ${client.address}: its /metrics tell no start time`);
  }
  return started;
}
