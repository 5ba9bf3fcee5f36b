import type { Log } from '#lib/services.ts';
import { rollupTiers, tierSpecs } from '../tier.ts';
import { InfluxError, type InfluxClient } from './influx-client.ts';
import { quoteName } from './influxql.ts';
import { eventPolicy, rawPolicy, rollupPolicies, statePolicy } from './layout.ts';

/** What the server at hand lets us do. */
export interface InfluxAbilities {
  /** Retention policies of our own: rollups and the state they need. */
  readonly rollups: boolean;
  /** Default retention policy, which holds the samples; null where there are none to ask for. */
  readonly samplePolicy: string | null;
  readonly unsigned: boolean;
}

/**
 * Finds out which InfluxDB this is and makes what is missing. Only 1.x has databases and retention
 * policies that a client can make; on 2.x and 3 the mapping of database to bucket has to exist.
 */
export async function prepareDatabase(
  client: InfluxClient,
  log: Log,
  signal: AbortSignal,
): Promise<InfluxAbilities> {
  const version = await client.version(signal);
  if (!/^v?1\./.test(version ?? '')) {
    log.info(
      { version },
      'InfluxDB keeps samples only: rollups need the retention policies of 1.x',
    );
    await client.query('SHOW MEASUREMENTS LIMIT 1', 'ms', signal);
    return { rollups: false, samplePolicy: null, unsigned: true };
  }
  try {
    const samplePolicy = await makePolicies(client, signal);
    return { rollups: true, samplePolicy, unsigned: false };
  } catch (error) {
    if (!(error instanceof InfluxError)) throw error;
    log.warn({ reason: error.message }, 'InfluxDB keeps samples only: it lets us make no policies');
    await client.query('SHOW MEASUREMENTS LIMIT 1', 'ms', signal);
    return { rollups: false, samplePolicy: null, unsigned: false };
  }
}

/** Policies never expire by themselves: a tier is dropped by us once the next one has taken it in. */
async function makePolicies(client: InfluxClient, signal: AbortSignal): Promise<string> {
  const database = quoteName(client.database);
  const run = (statement: string) => client.query(statement, 'ms', signal);
  const [databases = []] = await run('SHOW DATABASES');
  if (!databases.some(({ values }) => values.some(([name]) => name === client.database))) {
    const shard = shardDuration(tierSpecs.raw.partitionMs);
    await run(
      `CREATE DATABASE ${database} WITH DURATION INF REPLICATION 1 SHARD DURATION ${shard} NAME ${quoteName(rawPolicy)}`,
    );
  }
  const [policies = []] = await run(`SHOW RETENTION POLICIES ON ${database}`);
  const found = policies.flatMap(({ values }) => values);
  const wanted: [name: string, partitionMs: number][] = [
    ...rollupTiers.map((tier): [string, number] => [
      rollupPolicies[tier],
      tierSpecs[tier].partitionMs,
    ]),
    [statePolicy, tierSpecs['1h'].partitionMs],
    [eventPolicy, tierSpecs['1h'].partitionMs],
  ];
  for (const [name, partitionMs] of wanted) {
    if (found.some((row) => row[0] === name)) continue;
    await run(
      `CREATE RETENTION POLICY ${quoteName(name)} ON ${database} DURATION INF REPLICATION 1 SHARD DURATION ${shardDuration(partitionMs)}`,
    );
  }
  return String(found.find((row) => row.at(-1) === true)?.[0] ?? rawPolicy);
}

function shardDuration(partitionMs: number): string {
  return `${String(partitionMs / 3_600_000)}h`;
}
