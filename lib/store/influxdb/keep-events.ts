import { measurements } from '#lib/metrics/catalogue.ts';
import type { InfluxClient } from './influx-client.ts';
import { quoteName, where } from './influxql.ts';
import { eventPolicy } from './layout.ts';
import type { Shard } from './shards.ts';

/** Copies the events of a shard that is about to go; copying twice changes nothing. */
export async function keepEvents(
  client: InfluxClient,
  samplePolicy: string,
  { startMs, endMs }: Shard,
  signal: AbortSignal,
): Promise<void> {
  const statements = measurements
    .filter(({ isEvents }) => isEvents === true)
    .map(({ name }) => {
      const at = (policy: string): string =>
        [client.database, policy, name].map(quoteName).join('.');
      return `SELECT * INTO ${at(eventPolicy)} FROM ${at(samplePolicy)} ${where(startMs, endMs)} GROUP BY *`;
    });
  if (statements.length > 0) await client.query(statements.join('; '), 'ms', signal);
}
