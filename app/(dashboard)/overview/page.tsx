import type { Metadata } from 'next';
import { readMachineFacts } from '#lib/fleet/read-machine-facts.ts';
import { readAttention } from '#lib/fleet/read-attention.ts';
import { readOverview } from '#lib/fleet/read-overview.ts';
import { readOverviewTiles } from '#lib/fleet/read-overview-tiles.ts';
import { hasRole } from '#lib/model/identity.ts';
import { getServices } from '#lib/services.ts';
import { MachineFactsList } from '#components/host/machine-facts.tsx';
import { HostTable } from '#components/host/host-table.tsx';
import { AddAgent } from '#components/overview/add-agent.tsx';
import { AttentionList } from '#components/overview/attention-list.tsx';
import { FleetLine } from '#components/overview/fleet-line.tsx';
import { OverviewAxis } from '#components/overview/overview-axis.tsx';
import { OverviewTiles } from '#components/overview/overview-tiles.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { currentPrincipal } from '../current-principal.ts';

export const metadata: Metadata = { title: 'Overview' };

export default async function OverviewPage() {
  const services = getServices();
  const nowMs = Date.now();
  const overview = await readOverview(services, nowMs);
  const [tiles, machine] = await Promise.all([
    readOverviewTiles(services, overview, nowMs),
    overview.hosts.length === 1 && overview.hosts[0]
      ? readMachineFacts(services, overview.hosts[0], nowMs)
      : null,
  ]);
  const attention = readAttention(services, overview, nowMs);
  const principal = await currentPrincipal();
  return (
    <div className="grid grid-cols-12 gap-4">
      <div className="col-span-12">
        <FleetLine
          counts={{
            hosts: overview.hosts.length,
            silentHosts: overview.silentHosts.length,
            gpus: overview.gpus.length,
            throttledGpus: overview.throttledGpus.length,
            silentGpus: overview.silentGpus.length,
            newestMs: overview.newestMs,
            simulated: overview.hosts.some((host) => host.simulated),
          }}
        />
      </div>
      <OverviewTiles tiles={tiles} />
      <Panel
        title={machine ? 'This machine' : 'Machines'}
        note={machine ? machine.host : null}
        flush={!machine && overview.hosts.length > 0}
        className="col-span-12 xl:col-span-8"
        state={
          overview.hosts.length === 0
            ? {
                kind: 'empty',
                title:
                  'No machine has reported yet. Each one needs an agent; the command for it is below.',
              }
            : { kind: 'ready' }
        }
      >
        {machine ? <MachineFactsList facts={machine} /> : <HostTable hosts={overview.hosts} />}
      </Panel>
      <Panel
        title="Needs attention"
        note={attention.length > 0 ? String(attention.length) : null}
        className="col-span-12 xl:col-span-4"
        state={
          attention.length === 0
            ? {
                kind: 'empty',
                title: 'Nothing. Alerts that fire and machines that fall silent show up here.',
              }
            : { kind: 'ready' }
        }
      >
        <AttentionList items={attention} />
      </Panel>
      <OverviewAxis hasPower={tiles.power !== null} hosts={overview.hosts.length} />
      <Panel title="Add a machine" className="col-span-12">
        <AddAgent
          serverUrl={
            services.config.publicUrl ?? `http://${services.config.host}:${services.config.port}`
          }
          mayMakeTokens={hasRole(principal, 'admin')}
        />
      </Panel>
    </div>
  );
}
