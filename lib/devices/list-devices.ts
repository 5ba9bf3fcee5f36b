import { z } from 'zod';
import { pageFrom, pageShape, type Page } from '#lib/api/page.ts';
import { readNewestRows, type NewestRow } from '#lib/fleet/read-newest.ts';
import { deviceFamilies, familyOf } from '#lib/model/device-family.ts';
import type { DeviceSummary, SensorLevel } from '#lib/model/device-report.ts';
import type { Services } from '#lib/services.ts';
import type { Match } from '#lib/store/store.ts';
import { deviceOf } from './device-row.ts';
import { notPolled, readPollHealth } from './poll-health.ts';
import { levelOf, worse } from './sensor-level.ts';

export const deviceQuerySchema = z.strictObject({
  ...pageShape,
  family: z.enum(deviceFamilies).optional(),
  polledBy: z.string().max(255).optional().describe('host whose agent polls it'),
});
export type DeviceQuery = z.output<typeof deviceQuerySchema>;

export type DeviceServices = Pick<Services, 'database' | 'hub' | 'store' | 'vault'>;

/** What is known of a device before its polls are looked at. */
type Known = Omit<DeviceSummary, 'poll' | 'severity'>;

const infoFields = [
  'family',
  'vendor',
  'model',
  'profile',
  'address',
  'polled_by',
  'system_location',
];

/** Every device that the server lists or that an agent has reported within a day, by name. */
export async function listDevices(
  services: DeviceServices,
  query: DeviceQuery,
  nowMs: number,
): Promise<Page<DeviceSummary>> {
  const { family, polledBy } = query;
  const known = (await listKnown(services, {}, nowMs)).filter(
    (device) =>
      (family === undefined || device.family === family) &&
      (polledBy === undefined || device.polledBy === polledBy),
  );
  const page = pageFrom(known, query, ({ name }) => name);
  return { ...page, items: await withHealth(services, page.items, nowMs) };
}

/** Null when neither the server lists it nor an agent has reported it for a day. */
export async function findDevice(
  services: DeviceServices,
  name: string,
  nowMs: number,
): Promise<DeviceSummary | null> {
  const known = await listKnown(services, { device: [name] }, nowMs);
  return (await withHealth(services, known, nowMs))[0] ?? null;
}

async function withHealth(
  services: DeviceServices,
  known: readonly Known[],
  nowMs: number,
): Promise<DeviceSummary[]> {
  if (known.length === 0) return [];
  const match = { device: known.map(({ name }) => name) };
  const polls = await readPollHealth(services, match, nowMs);
  const levels = worstLevels(services, match);
  return known.map((device) => ({
    ...device,
    poll: polls.get(device.name) ?? notPolled,
    severity: levels.get(device.name) ?? null,
  }));
}

/** Sorted by name. */
export async function listKnown(
  services: DeviceServices,
  match: Match,
  nowMs: number,
): Promise<Known[]> {
  const names = match['device'];
  const [rows, infos] = await Promise.all([
    services.database.prisma.device.findMany({
      where: names === undefined ? {} : { name: { in: [...names] } },
      omit: { sealed: true },
      include: { rack: true },
    }),
    readInfos(services, match, nowMs),
  ]);
  const configured = new Map(
    rows.map((row) => [
      row.name,
      { config: deviceOf(row, services.vault), rack: placeOf(row.rack) },
    ]),
  );
  const all = new Set([...configured.keys(), ...infos.keys()]);
  return [...all]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => known(name, configured.get(name), infos.get(name)));
}

function placeOf(rack: { readonly id: string; readonly name: string } | null) {
  return rack && { id: rack.id, name: rack.name };
}

function known(
  name: string,
  listed: Pick<Known, 'config' | 'rack'> | undefined,
  info: NewestRow | undefined,
): Known {
  const config = listed?.config ?? null;
  const text = (field: string) => textOf(info?.values[field]);
  return {
    name,
    config,
    family: familyOf(info?.values['family']),
    vendor: text('vendor'),
    model: text('model'),
    profile: text('profile'),
    // What the server lists is true at once; what an agent told may be ten minutes old.
    address: config ? `${config.address}:${config.port}` : text('address'),
    polledBy: config?.polledBy ?? text('polled_by'),
    feed: feedOf(config, info),
    location: text('system_location'),
    rack: listed?.rack ?? null,
    simulated: info?.tags['simulated'] === 'true',
  };
}

/** An agent may say so of a device that the server does not list. */
function feedOf(config: Known['config'], info: NewestRow | undefined): string | null {
  return config?.feed ?? info?.tags['feed'] ?? null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** By name of the device; the newest of several series. */
async function readInfos(
  services: DeviceServices,
  match: Match,
  nowMs: number,
): Promise<ReadonlyMap<string, NewestRow>> {
  const infos = new Map<string, NewestRow>();
  for (const row of await readNewestRows(services, 'snmp_info', infoFields, match, nowMs)) {
    const device = row.tags['device'];
    if (device === undefined || (infos.get(device)?.timeMs ?? 0) > row.timeMs) continue;
    infos.set(device, row);
  }
  return infos;
}

/** From memory alone: a restarted server knows again after one poll. */
function worstLevels(
  { hub }: Pick<Services, 'hub'>,
  match: Match,
): ReadonlyMap<string, SensorLevel> {
  const worst = new Map<string, SensorLevel>();
  for (const { tags, values } of hub.latest('facility', ['severity'], match)) {
    const level = levelOf(values[0]);
    const device = tags['device'];
    if (level === null || device === undefined) continue;
    worst.set(device, worse(level, worst.get(device) ?? null));
  }
  return worst;
}
