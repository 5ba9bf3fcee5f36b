import type { Tags } from '#lib/model/sample.ts';
import { gpu } from '../gpu.ts';
import { encodeLabels } from './exposition.ts';
import type { NewestValues } from './newest-values.ts';
import { currentSeries } from './series-owners.ts';

/** A GPU or MIG instance that has reported lately, under dcgm-exporter's labels. */
export interface GpuTarget {
  readonly host: string;
  readonly uuid: string;
  readonly kind: 'gpu' | 'instance';
  readonly vendor: string;
  /** As dcgm-exporter has them. */
  readonly labels: string;
  /** The same for metrics of our own, whose labels are all in snake_case. */
  readonly ownLabels: string;
  /** A GPU that the driver has lost: what is older than this is from before. */
  readonly lostAtMs: number;
}

/** By the tags object of the series. */
export type GpuTargets = ReadonlyMap<Tags, GpuTarget>;

const infoFields = ['vendor', 'pci_bus_id', 'driver_version', 'parent', 'mig_profile'] as const;

/** What `gpu_info` told of it, however long ago; undefined = not told. */
interface GpuInfo {
  readonly vendor: string | undefined;
  readonly busId: string | undefined;
  readonly driver: string | undefined;
  readonly parent: string | undefined;
  readonly profile: string | undefined;
}

type Label = readonly [string, string | undefined];

const targetsAtATime = 1000;

/** Yields an empty piece now and then, so that others have their turn in a large fleet. */
export function* findGpuTargets(
  source: NewestValues,
  nowMs: number,
): Generator<string, GpuTargets> {
  const current = currentSeries(gpu, source.series('gpu'), nowMs);
  const byUuid = new Map(current.map((tags) => [keyOf(tags), tags]));
  yield '';
  const infos = readInfos(source);
  yield '';
  const lostAt = readLosses(source);
  const used = new Set<string>();
  const targets = new Map<Tags, GpuTarget>();
  for (const tags of current) {
    const { host, gpu: uuid } = tags;
    if (host === undefined || uuid === undefined) continue;
    const info = infos.get(keyOf(tags)) ?? unknown;
    const parent = info.parent === undefined ? null : parentOf(tags, info.parent, byUuid, infos);
    const pairs = labelsOf(tags, info, parent);
    const labels = encodeLabels(pairs);
    // Two series under the same labels would make Prometheus refuse the whole page.
    if (used.has(labels)) continue;
    used.add(labels);
    targets.set(tags, {
      host,
      uuid,
      kind: isInstance(tags, info) ? 'instance' : 'gpu',
      vendor: vendorOf(info),
      labels,
      ownLabels: encodeLabels(pairs.map(inSnakeCase)),
      lostAtMs: lostAt.get(tags) ?? Number.NEGATIVE_INFINITY,
    });
    if (targets.size % targetsAtATime === 0) yield '';
  }
  return targets;
}

const unknown: GpuInfo = {
  vendor: undefined,
  busId: undefined,
  driver: undefined,
  parent: undefined,
  profile: undefined,
};

/** The GPU that an instance is part of: what dcgm-exporter names, and what the instance lacks. */
interface Parent {
  readonly tags: Tags;
  readonly info: GpuInfo;
}

function parentOf(
  instance: Tags,
  uuid: string,
  byUuid: ReadonlyMap<string, Tags>,
  infos: ReadonlyMap<string, GpuInfo>,
): Parent {
  const key = keyOf(instance, uuid);
  const [index] = instance.index?.split(':') ?? [];
  const unheard: Tags = { ...instance, gpu: uuid, ...(index !== undefined && { index }) };
  return { tags: byUuid.get(key) ?? unheard, info: infos.get(key) ?? unknown };
}

/** In dcgm-exporter's order. */
function labelsOf(tags: Tags, info: GpuInfo, parent: Parent | null): Label[] {
  const whole = parent?.tags ?? tags;
  const busId = info.busId ?? parent?.info.busId;
  return [
    ['gpu', whole.index],
    ['UUID', whole.gpu],
    ['pci_bus_id', busId && longBusId(busId)],
    ['device', vendorOf(info) === 'nvidia' ? whole.index && `nvidia${whole.index}` : undefined],
    ['modelName', whole.model],
    ...(isInstance(tags, info) ? instanceLabels(tags, info) : []),
    ['Hostname', tags.host],
    ['DCGM_FI_DRIVER_VERSION', info.driver ?? parent?.info.driver],
    ['simulated', tags.simulated],
  ];
}

function inSnakeCase([name, value]: Label): Label {
  return [name === 'modelName' ? 'model' : name, value];
}

function vendorOf({ vendor }: GpuInfo): string {
  return vendor ?? 'nvidia';
}

/** `3` of the instance `0:3`; its own UUID, unique too, where the index does not tell. */
function instanceLabels(tags: Tags, info: GpuInfo): Label[] {
  return [
    ['GPU_I_PROFILE', info.profile ?? tags.model],
    ['GPU_I_ID', tags.index?.split(':')[1] ?? tags.gpu],
  ];
}

function isInstance(tags: Tags, info: GpuInfo): boolean {
  return info.parent !== undefined || tags.gpu?.startsWith('MIG-') === true;
}

/** NVML and dcgm-exporter write the domain with eight digits, the kernel with four. */
function longBusId(id: string): string {
  const [, domain, rest] = /^([0-9a-f]{4}):(.+)$/i.exec(id) ?? [];
  return (domain === undefined ? id : `0000${domain}:${rest ?? ''}`).toUpperCase();
}

function readInfos(source: NewestValues): Map<string, GpuInfo> {
  const infos = new Map<string, GpuInfo>();
  const times = new Map<string, number>();
  for (const { tags, timeMs, values } of source.rows('gpu_info', infoFields)) {
    const key = keyOf(tags);
    if ((times.get(key) ?? Number.NEGATIVE_INFINITY) > timeMs) continue;
    times.set(key, timeMs);
    const [vendor, busId, driver, parent, profile] = values.map(text);
    infos.set(key, { vendor, busId, driver, parent, profile });
  }
  return infos;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function readLosses(source: NewestValues): Map<Tags, number> {
  const lost = source.rows('gpu', ['lost']).filter(({ values: [value] }) => Number(value) === 1);
  return new Map(lost.map(({ tags, timeMs }) => [tags, timeMs]));
}

function keyOf({ host, gpu: own }: Tags, uuid = own): string {
  return `${host ?? ''}\n${uuid ?? ''}`;
}
