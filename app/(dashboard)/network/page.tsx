import type { Metadata } from 'next';
import { listInterfaces } from '#lib/fleet/list-interfaces.ts';
import { getServices } from '#lib/services.ts';
import { InterfaceTable } from '#components/network/interface-table.tsx';
import { TopTalkers } from '#components/network/top-talkers.tsx';
import { trafficLines } from '#components/series/network-lines.ts';
import { SeriesChart } from '#components/series/series-chart.tsx';
import { Panel } from '#components/ui/panel.tsx';

export const metadata: Metadata = { title: 'Network' };

export default async function NetworkPage() {
  const interfaces = await listInterfaces(getServices(), {}, Date.now());
  const hosts = new Set(interfaces.map((each) => each.host)).size;
  if (interfaces.length === 0) {
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
