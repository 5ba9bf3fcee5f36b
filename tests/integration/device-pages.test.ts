import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#lib/db/database.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { createCredentialVault } from '#lib/devices/credential-vault.ts';
import { accessOf } from '#lib/devices/device-row.ts';
import { deviceQuerySchema, listDevices } from '#lib/devices/list-devices.ts';
import { listNetwork } from '#lib/devices/list-network.ts';
import { listSlowestTargets } from '#lib/devices/list-slowest-targets.ts';
import { readDevice } from '#lib/devices/read-device.ts';
import { readFacility } from '#lib/devices/read-facility.ts';
import { knownLinks, readTopology } from '#lib/devices/read-topology.ts';
import { secretKeyOf } from '#lib/devices/secret-key.ts';
import { createLiveHub } from '#lib/live/create-live-hub.ts';
import type { SampleTable } from '#lib/model/sample.ts';
import type { Services } from '#lib/services.ts';
import { openDuckDbStore } from '#lib/store/duckdb/open-duckdb-store.ts';
import type { Store } from '#lib/store/store.ts';
import { tableOf } from '#tests/live/table.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const directory = mkdtempSync(path.join(os.tmpdir(), 'isotherm-device-pages-'));
const nowMs = Math.floor(Date.now() / 60_000) * 60_000;
const seconds = (ago: number) => nowMs - ago * 1000;
const signal = new AbortController().signal;

let database: Database;
let store: Store;
type Pieces = Pick<Services, 'database' | 'hub' | 'store' | 'agents' | 'vault'>;
let services: Pieces;

function info(device: string, family: string, systemName = device) {
  const fields = { family, vendor: 'Maker', model: 'M1', system_name: systemName };
  return { tags: { device }, timeMs: seconds(300), fields: { ...fields, uptime_seconds: 60 } };
}

/** A poll each 30 s of the last hour; every tenth is slow. */
function polls(device: string, slowSeconds: number) {
  return Array.from({ length: 120 }, (_, index) => ({
    tags: { device },
    timeMs: seconds(5 + index * 30),
    fields: {
      up: 1n,
      poll_seconds: index % 10 === 9 ? slowSeconds : 0.5,
      interval_seconds: 30,
      timeouts_total: BigInt(1000 - index),
    },
  }));
}

function sensor(device: string, name: string, kind: string, group: string, fields: object) {
  return {
    tags: { device, sensor: name, kind, group },
    timeMs: seconds(5),
    fields: fields as Record<string, number | string | bigint>,
  };
}

function port(tags: Record<string, string>, perSecond: number, errors = 0) {
  return [35, 5].map((ago) => ({
    tags,
    timeMs: seconds(ago),
    fields: {
      receive_bytes_total: BigInt((1000 - ago) * perSecond),
      transmit_bytes_total: 0n,
      receive_errors_total: BigInt((1000 - ago) * errors),
      transmit_errors_total: 0n,
      speed_bits_per_second: 1_000_000n,
      up: 1n,
    },
  }));
}

function samples(): SampleTable[] {
  return [
    tableOf('snmp_info', [
      ...[info('ups-1', 'ups'), info('pdu-1', 'pdu'), info('crac-1', 'cooling')],
      info('leaf-1', 'switch', 'leaf-1.hall.example'),
    ]),
    tableOf('snmp_poll', [...polls('ups-1', 4), ...polls('pdu-1', 9), ...polls('leaf-1', 1)]),
    tableOf('snmp_poll', [
      {
        ...{ tags: { device: 'crac-1' }, timeMs: seconds(10) },
        fields: { up: 0n, interval_seconds: 30, error: 'poll 10.0.0.9: no answer in 6 s' },
      },
    ]),
    tableOf('facility', [
      sensor('ups-1', 'mode', 'state', 'device', { value: 3, state: 'on battery', severity: 2n }),
      sensor('ups-1', 'battery', 'charge', 'battery', { value: 0.8, severity: 0n }),
      sensor('ups-1', 'battery', 'runtime', 'battery', { value: 600, warning_low: 900 }),
      sensor('ups-1', 'output', 'load', 'output', { value: 0.4 }),
      sensor('pdu-1', 'L1', 'power', 'phase', { value: 900 }),
      sensor('pdu-1', 'L2', 'power', 'phase', { value: 800 }),
      sensor('pdu-1', 'rear', 'temperature', 'environment', { value: 31, severity: 1n }),
      sensor('crac-1', 'supply', 'temperature', 'cooling', { value: 18 }),
      sensor('crac-1', 'leak', 'state', 'environment', { value: 1, state: 'wet', severity: 2n }),
    ]),
    tableOf('snmp_interface', [
      ...port({ device: 'leaf-1', interface: 'Ethernet1' }, 100_000),
      ...port({ device: 'leaf-1', interface: 'Ethernet2' }, 1000, 2),
    ]),
    tableOf('host_network', port({ host: 'gpu-1', interface: 'eth0' }, 100_000)),
    tableOf('snmp_neighbour', [
      {
        tags: { device: 'leaf-1', interface: 'Ethernet1' },
        timeMs: seconds(60),
        fields: { remote_system: 'gpu-1.hall.example', remote_port: 'eth0' },
      },
      {
        tags: { device: 'leaf-1', interface: 'Ethernet2' },
        timeMs: seconds(60),
        fields: { remote_system: 'somebody-else', remote_port: 'x' },
      },
    ]),
    tableOf('device_event', [
      {
        tags: { device: 'ups-1', kind: 'ups_on_battery' },
        timeMs: seconds(40),
        fields: { title: 'UPS runs on battery', severity: 'critical', source: 'trap' },
      },
    ]),
  ];
}

beforeAll(async () => {
  database = await openDatabase({ databaseUrl: null, dataDirectory: directory, log });
  store = await openDuckDbStore({ directory: path.join(directory, 'store') });
  const hub = createLiveHub({ placeTags: (tags) => tags, clock: () => nowMs });
  const vault = createCredentialVault({ current: secretKeyOf('01'.repeat(32)), old: null });
  for (const table of samples()) {
    hub.publish([table], { receivedAtMs: nowMs, backlog: false });
    await store.write({ tables: [table] });
  }
  const credentials = { version: '2c', community: 'secret' } as const;
  for (const name of ['pdu-1', 'pdu-2']) {
    await database.prisma.device.create({
      data: {
        ...{ id: name, name, address: '10.0.0.5', port: 161, intervalSeconds: 30 },
        ...{ polledBy: 'gpu-1', feed: 'A', access: accessOf(credentials) },
        ...vault.seal(name, credentials),
      },
    });
  }
  const agents = { list: () => [], isHere: () => false, send: () => Promise.resolve(false) };
  services = { database, store, hub, vault, agents };
});

afterAll(async () => {
  await store.close();
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

describe('listDevices', () => {
  it('joins what is configured with what is reported', async () => {
    const { items } = await listDevices(services, deviceQuerySchema.parse({}), nowMs);
    expect(items.map(({ name, family, feed }) => [name, family, feed])).toEqual([
      ['crac-1', 'cooling', null],
      ['leaf-1', 'switch', null],
      ['pdu-1', 'pdu', 'A'],
      ['pdu-2', null, 'A'],
      ['ups-1', 'ups', null],
    ]);
    const [crac, leaf, pdu, waiting, ups] = items;
    expect(crac).toMatchObject({
      severity: 'critical',
      poll: { state: 'down', lastError: { text: 'poll 10.0.0.9: no answer in 6 s' } },
    });
    expect(leaf?.severity).toBeNull();
    expect(pdu).toMatchObject({ severity: 'warning', poll: { state: 'up', p50Seconds: 0.5 } });
    expect([pdu?.poll.p99Seconds, ups?.poll.p99Seconds]).toEqual([9, 4]);
    expect(pdu?.poll.timeouts).toBeGreaterThan(100);
    expect(waiting).toMatchObject({ severity: null, poll: { state: 'waiting' } });
  });

  it('pages and chooses', async () => {
    const ask = async (query: object) => {
      const { items, next } = await listDevices(services, deviceQuerySchema.parse(query), nowMs);
      return [...items.map(({ name }) => name), next];
    };
    expect(await ask({ limit: 2, after: 'leaf-1' })).toEqual(['pdu-1', 'pdu-2', 'pdu-2']);
    expect(await ask({ family: 'ups' })).toEqual(['ups-1', null]);
    expect(await ask({ polledBy: 'gpu-1' })).toEqual(['pdu-1', 'pdu-2', null]);
  });

  it('says that a device is silent when its polls end', async () => {
    const later = nowMs + 3 * 60_000;
    const { items } = await listDevices(services, deviceQuerySchema.parse({}), later);
    expect(items.find(({ name }) => name === 'ups-1')?.poll.state).toBe('silent');
  });
});

describe('readDevice', () => {
  it('groups sensors from the whole of a device to its parts', async () => {
    const report = await readDevice(services, 'ups-1', nowMs, signal);
    expect(report?.sensors.map(({ group }) => group)).toEqual(['device', 'output', 'battery']);
    expect(report?.sensors[2]?.kinds.map(({ kind, unit }) => [kind, unit])).toEqual([
      ['charge', 'ratio'],
      ['runtime', 'seconds'],
    ]);
    expect(report?.sensors[2]?.kinds[1]?.sensors[0]).toMatchObject({ value: 600, warningLow: 900 });
    expect(report?.info).toMatchObject({ vendor: 'Maker', model: 'M1' });
    expect(report?.events).toMatchObject([{ title: 'UPS runs on battery', severity: 'critical' }]);
    expect(await readDevice(services, 'nobody', nowMs, signal)).toBeNull();
  });

  it('shows interfaces with their rates and their neighbours', async () => {
    const report = await readDevice(services, 'leaf-1', nowMs, signal);
    expect(report?.interfaces).toMatchObject([
      {
        ...{ name: 'Ethernet1', receiveBitsPerSecond: 800_000, saturationRatio: 0.8 },
        neighbour: { end: { kind: 'host', name: 'gpu-1', interface: 'eth0' } },
      },
      { name: 'Ethernet2', errorsPerSecond: 2, neighbour: { end: null } },
    ]);
  });
});

describe('the network', () => {
  it('is sorted by what is full, busy or in trouble', async () => {
    const network = await listNetwork(services, { limit: 1 }, nowMs);
    expect(network.counts).toEqual({
      ...{ interfaces: 2, up: 2, devices: 1, saturated: 1, troubled: 1 },
    });
    expect(network.saturated).toMatchObject([{ name: 'Ethernet1' }]);
    expect(network.talkers).toMatchObject([{ name: 'Ethernet1' }]);
    expect(network.troubled).toMatchObject([{ name: 'Ethernet2' }]);
    expect(network.links).toMatchObject([
      { host: 'gpu-1', switchPort: { name: 'Ethernet1' }, hostInterface: { name: 'eth0' } },
    ]);
  });

  it('has links of which both ends are known', async () => {
    const links = await readTopology(services, nowMs);
    expect(links).toHaveLength(2);
    expect(knownLinks(links)).toMatchObject([
      { device: 'leaf-1', interface: 'Ethernet1', end: { name: 'gpu-1', interface: 'eth0' } },
    ]);
    expect(await readTopology(services, nowMs + 3_600_000)).toEqual([]);
  });
});

describe('the facility', () => {
  it('shows UPSes, PDUs, cooling and the room', async () => {
    const facility = await readFacility(services, { limit: 10 }, nowMs);
    expect(facility.upses).toMatchObject([
      {
        ...{ device: 'ups-1', state: 'on battery', stateSeverity: 'critical' },
        ...{ chargeRatio: 0.8, runtimeSeconds: 600, loadRatio: 0.4 },
      },
    ]);
    expect(facility.pdus).toMatchObject([
      { device: 'pdu-1', powerWatts: 1700, phases: [{ name: 'L1' }, { name: 'L2' }] },
    ]);
    expect(facility.feeds).toEqual([{ feed: 'A', devices: 1, powerWatts: 1700 }]);
    expect(facility.cooling).toMatchObject([
      { device: 'crac-1', pollState: 'down', temperatures: [{ name: 'supply', value: 18 }] },
    ]);
    expect(facility.environment.hottest).toMatchObject([{ device: 'pdu-1', value: 31 }]);
    expect(facility.environment.alarms).toMatchObject([{ device: 'crac-1', state: 'wet' }]);
  });
});

describe('listSlowestTargets', () => {
  it('puts first what does not answer, then what takes longest', async () => {
    const slowest = await listSlowestTargets(services, { limit: 3 }, nowMs);
    expect(slowest.map(({ device }) => device)).toEqual(['crac-1', 'pdu-1', 'ups-1']);
  });
});
