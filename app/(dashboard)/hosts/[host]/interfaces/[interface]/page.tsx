import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { listInterfaces } from '#lib/fleet/list-interfaces.ts';
import { getServices } from '#lib/services.ts';
import { Crumbs } from '#components/frame/crumbs.tsx';
import { InterfaceAxis } from '#components/network/interface-axis.tsx';
import { InterfaceHeader } from '#components/network/interface-header.tsx';

interface InterfacePageProps {
  readonly params: Promise<{ readonly host: string; readonly interface: string }>;
}

export async function generateMetadata({ params }: InterfacePageProps): Promise<Metadata> {
  const { host, interface: name } = await params;
  return { title: `${decodeURIComponent(name)} of ${decodeURIComponent(host)}` };
}

export default async function InterfacePage({ params }: InterfacePageProps) {
  const parameters = await params;
  const host = decodeURIComponent(parameters.host);
  const name = decodeURIComponent(parameters.interface);
  const match = { host: [host], interface: [name] };
  const [found] = await listInterfaces(getServices(), match, Date.now());
  if (!found) notFound();
  return (
    <div className="grid grid-cols-12 gap-4">
      <Crumbs
        trail={[
          { label: 'Network', href: '/network' },
          { label: host, href: `/hosts/${encodeURIComponent(host)}` },
          { label: name },
        ]}
      />
      <InterfaceHeader row={found} />
      <InterfaceAxis match={match} speedBitsPerSecond={found.speedBitsPerSecond} />
    </div>
  );
}
