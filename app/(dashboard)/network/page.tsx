import type { Metadata } from 'next';
import { listDeviceInterfaces } from '#lib/devices/list-device-interfaces.ts';
import { listNetwork } from '#lib/devices/list-network.ts';
import { listHostsWithPaths, readHostPaths } from '#lib/devices/read-host-paths.ts';
import { listFabricPorts } from '#lib/fleet/list-fabric-ports.ts';
import { listInterfaces } from '#lib/fleet/list-interfaces.ts';
import { getServices } from '#lib/services.ts';
import { RefreshOnNewcomers } from '#components/live/refresh-on-newcomers.tsx';
import { CableTable } from '#components/network/cable-table.tsx';
import { FaultList } from '#components/network/fault-list.tsx';
import { HostChoice } from '#components/network/host-choice.tsx';
import {
  bySaturation,
  rowOfFabric,
  rowOfInterface,
  rowOfPort,
  type LinkRow,
} from '#components/network/link-row.ts';
import { LinkTable } from '#components/network/link-table.tsx';
import { PathPanel } from '#components/network/path-panel.tsx';
import { TopTalkers } from '#components/network/top-talkers.tsx';
import { fabricLines, trafficLines } from '#components/series/network-lines.ts';
import { SeriesChart } from '#components/series/series-chart.tsx';
import { Refresh } from '#components/settings/refresh.tsx';
import { Panel } from '#components/ui/panel.tsx';

export const metadata: Metadata = { title: 'Network' };

const mostCables = 500;

interface NetworkPageProps {
  readonly searchParams: Promise<{ readonly host?: string | string[] }>;
}

export default async function NetworkPage({ searchParams }: NetworkPageProps) {
  const { host } = await searchParams;
  const report = await readNetwork(typeof host === 'string' ? host : null);
  const { interfaces, ports, fabric } = report;
  return (
    <>
      <RefreshOnNewcomers
        measurement="host_network"
        field="receive_bytes_total"
        known={interfaces.length}
      />
      <RefreshOnNewcomers measurement="snmp_interface" field="up" known={ports.length} />
      <Refresh seconds={30} />
      {interfaces.length + ports.length + fabric.length === 0 ? (
        <NoInterfaces />
      ) : (
        <Interfaces report={report} />
      )}
    </>
  );
}

/** @param chosen the host whose ways are drawn; null takes the first of which most is known */
async function readNetwork(chosen: string | null) {
  const services = getServices();
  const nowMs = Date.now();
  const [interfaces, ports, fabric, { links }, hosts] = await Promise.all([
    listInterfaces(services, {}, nowMs),
    listDeviceInterfaces(services, {}, nowMs),
    listFabricPorts(services, {}, nowMs),
    listNetwork(services, { limit: mostCables }, nowMs),
    listHostsWithPaths(services, nowMs),
  ]);
  const host = chosen !== null && hosts.includes(chosen) ? chosen : hosts[0];
  const paths = host === undefined ? null : await readHostPaths(services, host, nowMs);
  return { interfaces, ports, fabric, links, hosts, paths };
}

type Report = Awaited<ReturnType<typeof readNetwork>>;

function NoInterfaces() {
  return (
    <Panel
      title="Network"
      state={{
        kind: 'empty',
        title:
          'No interface has reported within a day. An agent’s network collector reports every interface of its host once a second; switches stand here once an agent polls them, see Settings › Devices.',
      }}
    />
  );
}

function Interfaces({ report }: { report: Report }) {
  const { interfaces, ports, fabric, links, hosts, paths } = report;
  const rows: LinkRow[] = [
    ...interfaces.map(rowOfInterface),
    ...ports.map(rowOfPort),
    ...fabric.map(rowOfFabric),
  ].sort(bySaturation);
  return (
    <div className="grid grid-cols-12 gap-4">
      <Panel title="Traffic" note="of all hosts" flush className="col-span-12 pb-2 xl:col-span-8">
        <SeriesChart
          title="Throughput"
          unit="bits_per_second"
          height={230}
          lines={[...trafficLines(), ...(fabric.length > 0 ? fabricLines() : [])]}
        />
      </Panel>
      <Panel
        title="Top talkers"
        note="received and sent, when the page was loaded"
        className="col-span-12 xl:col-span-4"
      >
        <TopTalkers rows={rows} />
      </Panel>
      {paths && (
        <PathPanel
          paths={paths}
          actions={<HostChoice host={paths.host} hosts={hosts} />}
          className="col-span-12 xl:col-span-8"
        />
      )}
      <Panel title="Errors and drops" note="per second" className="col-span-12 xl:col-span-4">
        <FaultList rows={rows} />
      </Panel>
      {ports.length > 0 && <Cables links={links} />}
      <Panel title="Interfaces" note={countsOf(report)} flush className="col-span-12">
        <LinkTable rows={rows} />
      </Panel>
    </div>
  );
}

function Cables({ links }: { links: Report['links'] }) {
  const isEmpty = links.length === 0;
  return (
    <Panel
      title="Host and switch port"
      note="each cable from both ends"
      flush={!isEmpty}
      className="col-span-12"
      state={
        isEmpty
          ? {
              kind: 'empty',
              title:
                'No switch has told of a host that reports here. Cables stand here once a polled switch and a host know each other by LLDP: run lldpd on the host.',
            }
          : { kind: 'ready' }
      }
    >
      <CableTable
        rows={links.map(({ fabric, ...link }) => ({
          ...link,
          fabricBitsPerSecond: sumOf(
            fabric.flatMap((port) => [port.receiveBitsPerSecond, port.transmitBitsPerSecond]),
          ),
        }))}
      />
    </Panel>
  );
}

function countsOf({ interfaces, ports, fabric }: Report): string {
  const hosts = new Set(interfaces.map(({ host }) => host)).size;
  const devices = new Set(ports.map(({ device }) => device)).size;
  return [
    'by saturation',
    `${hosts} ${hosts === 1 ? 'host' : 'hosts'}`,
    ...(devices > 0 ? [`${devices} ${devices === 1 ? 'device' : 'devices'}`] : []),
    ...(fabric.length > 0 ? [`${fabric.length} InfiniBand ports`] : []),
  ].join(', ');
}

/** Null where there is none: a gap is no traffic of zero. */
function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
