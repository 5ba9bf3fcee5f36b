import type { Findable } from '#lib/model/findable.ts';
import type { Services } from '#lib/services.ts';

/** As many as a palette can show of one kind. */
const mostOfAKind = 20;

/** Everything with a name that holds the text: hosts, interfaces, GPUs, devices, racks, rules. */
export async function findNamed(
  services: Pick<Services, 'hub' | 'database' | 'agents'>,
  text: string,
): Promise<Findable[]> {
  const wanted = text.trim().toLowerCase();
  const [devices, racks, rules] = await Promise.all([
    findDevices(services),
    findRacks(services),
    findRules(services),
  ]);
  const inMemory = [findHosts(services), findInterfaces(services), findGpus(services)];
  const kinds = [...inMemory, devices, racks, rules];
  return kinds.flatMap((found) => found.filter(holds(wanted)).slice(0, mostOfAKind));
}

function holds(wanted: string): (item: Findable) => boolean {
  return ({ name, detail }) => `${name} ${detail}`.toLowerCase().includes(wanted);
}

function findHosts({ hub, agents }: Pick<Services, 'hub' | 'agents'>): Findable[] {
  const hosts = new Set(agents.list().map((agent) => agent.host));
  for (const { tags } of hub.latest('host', ['uptime_seconds'], {})) {
    if (tags['host'] !== undefined) hosts.add(tags['host']);
  }
  return [...hosts]
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => ({ kind: 'host', name, detail: '', href: hostHref(name) }));
}

function findInterfaces({ hub }: Pick<Services, 'hub'>): Findable[] {
  const ofHosts = hub.series('host_network', {}).map(({ tags }): Findable => {
    const { host = '', interface: name = '' } = tags;
    const href = `${hostHref(host)}/interfaces/${encodeURIComponent(name)}`;
    return { kind: 'interface', name, detail: host, href };
  });
  const ofDevices = hub.series('snmp_interface', {}).map(({ tags }): Findable => {
    const { device = '', interface: name = '', alias = '' } = tags;
    const href = `${deviceHref(device)}?port=${encodeURIComponent(name)}#interfaces`;
    return { kind: 'interface', name, detail: `${device} ${alias}`.trim(), href };
  });
  return [...ofHosts, ...ofDevices];
}

/** Those that the server lists, polled or not, and those that agents poll by their own files. */
async function findDevices({
  hub,
  database,
}: Pick<Services, 'hub' | 'database'>): Promise<Findable[]> {
  const listed = await database.prisma.device.findMany({
    select: { name: true, address: true },
    orderBy: { name: 'asc' },
    take: 1000,
  });
  const details = new Map(listed.map(({ name, address }) => [name, address]));
  for (const { tags } of hub.series('snmp_poll', {})) {
    const { device } = tags;
    if (device !== undefined && !details.has(device)) details.set(device, '');
  }
  return [...details]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([name, detail]) => ({ kind: 'device', name, detail, href: deviceHref(name) }));
}

function findGpus({ hub }: Pick<Services, 'hub'>): Findable[] {
  return hub.latest('gpu', ['power_watts'], {}).map(({ tags }) => {
    const { host = '', gpu = '', index = '', model = '' } = tags;
    return {
      kind: 'gpu',
      name: `${model} ${index}`,
      detail: `${host} ${gpu}`,
      href: `/gpus/${encodeURIComponent(gpu)}`,
    };
  });
}

async function findRacks({ database }: Pick<Services, 'database'>): Promise<Findable[]> {
  const racks = await database.prisma.rack.findMany({
    include: { site: true },
    orderBy: { name: 'asc' },
    take: 1000,
  });
  return racks.map((rack) => ({
    kind: 'rack',
    name: rack.name,
    detail: `${rack.site.name} › ${rack.room} › ${rack.row}`,
    href: `/racks/${encodeURIComponent(rack.id)}`,
  }));
}

async function findRules({ database }: Pick<Services, 'database'>): Promise<Findable[]> {
  const rules = await database.prisma.rule.findMany({ orderBy: { name: 'asc' }, take: 1000 });
  return rules.map((rule) => ({
    kind: 'rule',
    name: rule.name,
    detail: rule.severity,
    href: `/alerts/rules#${encodeURIComponent(rule.id)}`,
  }));
}

function hostHref(host: string): string {
  return `/hosts/${encodeURIComponent(host)}`;
}

function deviceHref(device: string): string {
  return `/devices/${encodeURIComponent(device)}`;
}
