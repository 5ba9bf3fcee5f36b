import type { Metadata } from 'next';
import { listInterfaces, type InterfaceSummary } from '#lib/fleet/list-interfaces.ts';
import { getServices } from '#lib/services.ts';
import { RefreshOnNewcomers } from '#components/live/refresh-on-newcomers.tsx';
import { InterfaceTable } from '#components/network/interface-table.tsx';
import { TopTalkers } from '#components/network/top-talkers.tsx';
import { trafficLines } from '#components/series/network-lines.ts';
import { SeriesChart } from '#components/series/series-chart.tsx';
import { Panel } from '#components/ui/panel.tsx';

export const metadata: Metadata = { title: 'Network' };

export default async function NetworkPage() {
  const interfaces = await listInterfaces(getServices(), {}, Date.now());
  return (
    <>
      <RefreshOnNewcomers
        measurement="host_network"
        field="receive_bytes_total"
        known={interfaces.length}
      />
      {interfaces.length === 0 ? <NoInterfaces /> : <Interfaces interfaces={interfaces} />}
    </>
  );
}

function NoInterfaces() {
  return (
    <Panel
      title="Network"
      state={{
        kind: 'empty',
        title:
          'No interface has reported within a day. An agent’s network collector reports every interface of its host once a second.',
      }}
    />
  );
}

function Interfaces({ interfaces }: { interfaces: readonly InterfaceSummary[] }) {
  const hosts = new Set(interfaces.map((each) => each.host)).size;
  return (
    <div className="grid grid-cols-12 gap-4">
      <Panel title="Traffic" note="all interfaces" flush className="col-span-12 pb-2 xl:col-span-8">
        <SeriesChart
          title="Throughput"
          unit="bits_per_second"
          height={230}
          lines={trafficLines()}
        />
      </Panel>
      <Panel
        title="Top talkers"
        note="received and sent, when the page was loaded"
        className="col-span-12 xl:col-span-4"
      >
        <TopTalkers rows={interfaces} />
      </Panel>
      <Panel
        title="Interfaces"
        note={`by saturation, ${hosts} ${hosts === 1 ? 'host' : 'hosts'}`}
        flush
        className="col-span-12"
      >
        <InterfaceTable rows={interfaces} />
      </Panel>
    </div>
  );
}
