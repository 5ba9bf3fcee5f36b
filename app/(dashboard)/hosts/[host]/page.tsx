import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { describeHost } from '#lib/fleet/describe-host.ts';
import { isBoard, listGpus } from '#lib/fleet/list-gpus.ts';
import { findHost } from '#lib/fleet/list-hosts.ts';
import { listInterfaces } from '#lib/fleet/list-interfaces.ts';
import { readRecentEvents } from '#lib/fleet/read-recent-events.ts';
import { listDisks, listFilesystems } from '#lib/fleet/list-storage.ts';
import { getServices } from '#lib/services.ts';
import { Crumbs } from '#components/frame/crumbs.tsx';
import { DiskTable } from '#components/host/disk-table.tsx';
import { FilesystemTable } from '#components/host/filesystem-table.tsx';
import { EventPanel } from '#components/events/event-panel.tsx';
import { GpuEvents } from '#components/events/gpu-events.tsx';
import { gpuLabel } from '#components/gpu/gpu-name.ts';
import { GpuTable } from '#components/gpu/gpu-table.tsx';
import { GpuTiles } from '#components/gpu/gpu-tiles.tsx';
import { KeepFresh } from '#components/live/keep-fresh.tsx';
import { HostAxis } from '#components/host/host-axis.tsx';
import { HostHeader } from '#components/host/host-header.tsx';
import { InterfaceTable } from '#components/network/interface-table.tsx';
import { Panel } from '#components/ui/panel.tsx';

const timeoutMs = 10_000;

interface HostPageProps {
  readonly params: Promise<{ readonly host: string }>;
}

export async function generateMetadata({ params }: HostPageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).host) };
}

export default async function HostPage({ params }: HostPageProps) {
  const name = decodeURIComponent((await params).host);
  const services = getServices();
  const nowMs = Date.now();
  const host = await findHost(services, name, nowMs);
  if (!host) notFound();
  const match = { host: [name] };
  const signal = AbortSignal.timeout(timeoutMs);
  const [interfaces, disks, filesystems, gpus, recent] = await Promise.all([
    listInterfaces(services, match, nowMs),
    listDisks(services, name, nowMs),
    listFilesystems(services, name, nowMs),
    listGpus(services, match, nowMs),
    readRecentEvents(services, match, nowMs, signal),
  ]);
  const gpuRows = gpus.map((gpu) => ({
    ...gpu,
    lastEvent: recent.items.find((event) => event.gpu === gpu.gpu) ?? null,
  }));
  const gpuNames = Object.fromEntries(gpus.map((gpu) => [gpu.gpu, gpuLabel(gpu)]));
  const agent = services.agents.list().find((each) => each.host === name);
  const place = services.places.placeOf(name);
  return (
    <GpuEvents
      match={match}
      initial={recent.items}
      completeSinceMs={recent.sinceMs}
      names={gpuNames}
    >
      <div className="grid grid-cols-12 gap-4">
        <Crumbs
          trail={[
            ...(place
              ? [
                  { label: place.site },
                  { label: place.room },
                  { label: place.row },
                  { label: place.rack, href: `/racks/${place.rackId}` },
                ]
              : [{ label: 'Overview', href: '/overview' }]),
            { label: name },
          ]}
        />
        <HostHeader
          host={host}
          sentence={describeHost(host, interfaces, filesystems, gpus.filter(isBoard), nowMs)}
          agent={
            agent ? { version: agent.hello.version, connectedAtMs: agent.connectedAtMs } : null
          }
        />
        {gpus.length > 0 && (
          <>
            <KeepFresh everySeconds={15} />
            <GpuTiles host={name} tiles={gpuRows.filter(isBoard)} className="col-span-12" />
            <Panel title="GPUs" flush className="col-span-12">
              <GpuTable rows={gpuRows} ofHost />
            </Panel>
          </>
        )}
        <HostAxis
          host={name}
          hasDisks={disks.length > 0}
          className={gpus.length > 0 ? 'xl:col-span-8' : ''}
        />
        {gpus.length > 0 && (
          <EventPanel
            most={100}
            names={gpuNames}
            className="col-span-12 xl:col-span-4 xl:self-start"
          />
        )}
        <Panel title="Interfaces" flush className="col-span-12">
          <InterfaceTable rows={interfaces} host={name} />
        </Panel>
        <Panel
          title="File systems"
          flush={filesystems.length > 0}
          className="col-span-12 xl:col-span-6"
          state={
            filesystems.length === 0
              ? { kind: 'empty', title: 'Its agent has reported no file system yet.' }
              : { kind: 'ready' }
          }
        >
          <FilesystemTable rows={filesystems} />
        </Panel>
        <Panel
          title="Disks"
          flush={disks.length > 0}
          className="col-span-12 xl:col-span-6"
          state={
            disks.length === 0
              ? { kind: 'empty', title: 'This machine shows no block device to its agent.' }
              : { kind: 'ready' }
          }
        >
          <DiskTable rows={disks} host={name} />
        </Panel>
      </div>
    </GpuEvents>
  );
}
