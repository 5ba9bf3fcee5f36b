import type { Metadata } from 'next';
import { reportCluster, type ClusterReport } from '#lib/cluster/cluster.ts';
import type { Member } from '#lib/cluster/members.ts';
import { getServices } from '#lib/services.ts';
import { ServerTable, type ServerRow } from '#components/settings/server-table.tsx';
import { TierTable } from '#components/settings/tier-table.tsx';
import { Panel } from '#components/ui/panel.tsx';
import packageFile from '../../../../package.json' with { type: 'json' };

export const metadata: Metadata = { title: 'Store' };

const queryTimeoutMs = 10_000;
const storeNames = {
  duckdb: 'DuckDB file',
  influxdb: 'InfluxDB',
  victoriametrics: 'VictoriaMetrics',
};
const databaseNames = { pglite: 'PGlite, embedded', postgresql: 'PostgreSQL' };

export default async function StorePage() {
  const { store, database, cluster } = getServices();
  const report = cluster && reportCluster(cluster);
  const tiers = await store.tiers(AbortSignal.timeout(queryTimeoutMs));
  const facts = [
    ['Isotherm', packageFile.version],
    ['Node', process.version],
    ['Samples', storeNames[store.kind]],
    ['Identity, inventory, rules', databaseNames[database.kind]],
  ];
  return (
    <div className="flex flex-col gap-4">
      <Panel title="Samples" note="By resolution; coarser ones are kept for longer" flush>
        <TierTable rows={tiers} />
      </Panel>
      {report && (
        <Panel title="Servers" note={noteOf(report)} flush>
          <ServerTable rows={report.members.map(serverRow)} />
        </Panel>
      )}
      <Panel title="About this server">
        <dl className="grid max-w-md grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-sm">
          {facts.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-3 text-sm">
          <a className="link" href="/api/v1/openapi.json">
            API description
          </a>
        </p>
      </Panel>
    </div>
  );
}

function noteOf({ isBusConnected, leader }: ClusterReport): string {
  const bus = isBusConnected
    ? 'They share the live stream over NATS'
    : 'NATS is away: this server reads from the store what the others take in';
  return `${bus}; ${leader ?? 'nobody'} evaluates alerts and builds rollups`;
}

function serverRow({ id, name, version, startedAtMs, agents, isSelf, term }: Member): ServerRow {
  const isLeading = term !== null;
  return { id, name, version, startedAtMs, agents: agents.count, isSelf, isLeading };
}
