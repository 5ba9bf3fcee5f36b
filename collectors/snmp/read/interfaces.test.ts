import { describe, expect, it } from 'vitest';
import { recordedClient } from '#tests/simulator/snmp/recorded-client.ts';
import { uniqueNames } from './interfaces.ts';
import { readDevice } from './read-device.ts';
import { ReadingCache } from './reading-cache.ts';
import { planReading } from './plan.ts';
import { identify } from './identify.ts';
import { loadAllProfiles } from '../built-in-profiles.ts';

const never = new AbortController().signal;
const profiles = loadAllProfiles(null);

const table = '1.3.6.1.2.1.2.2.1';
const wide = '1.3.6.1.2.1.31.1.1.1';

async function read(...objects: readonly string[]) {
  const client = recordedClient(objects.join('\n'));
  const plan = planReading(await identify(client, profiles, never));
  return readDevice(client, plan, new ReadingCache(), never);
}

describe('interfaces', () => {
  it('takes 64-bit counters and the name of ifXTable where there are', async () => {
    const { interfaces } = await read(
      `${table}.2.7|octets|Gigabit Ethernet Controller`,
      `${table}.3.7|integer|6`,
      `${table}.5.7|gauge|4294967295`,
      `${table}.7.7|integer|1`,
      `${table}.8.7|integer|2`,
      `${table}.10.7|counter32|4`,
      `${table}.14.7|counter32|3`,
      `${wide}.1.7|octets|et-0/0/7`,
      `${wide}.6.7|counter64|18446744073709551615`,
      `${wide}.10.7|counter64|9`,
      `${wide}.15.7|gauge|400000`,
      `${wide}.18.7|octets|to spine 1`,
      `${wide}.19.7|timeticks|500`,
    );
    expect(interfaces).toEqual([
      {
        name: 'et-0/0/7',
        statedName: 'et-0/0/7',
        alias: 'to spine 1',
        type: 6,
        speedBitsPerSecond: 400_000_000_000,
        isAdminUp: true,
        isUp: false,
        counters: {
          receiveBytes: { value: 18_446_744_073_709_551_615n, bits: 64 },
          transmitBytes: { value: 9n, bits: 64 },
          receiveErrors: { value: 3n, bits: 32 },
        },
        discontinuityTicks: 500,
      },
    ]);
  });

  it('names an interface without the padding of its name, and keeps the name as it is stated', async () => {
    const { interfaces } = await read(
      `${table}.2.1|octets|hex:657468300000`,
      `${table}.2.2|octets| lan `,
    );
    expect(interfaces.map(({ name, statedName }) => [name, statedName])).toEqual([
      ['eth0', 'eth0\0\0'],
      ['lan', ' lan '],
    ]);
  });

  it('does with IF-MIB of version 1: 32-bit counters, ifDescr, ifSpeed', async () => {
    const { interfaces } = await read(
      `${table}.2.1|octets|eth0`,
      `${table}.5.1|gauge|100000000`,
      `${table}.10.1|counter32|4294967295`,
    );
    expect(interfaces).toMatchObject([
      {
        name: 'eth0',
        alias: null,
        speedBitsPerSecond: 100_000_000,
        isUp: null,
        counters: { receiveBytes: { value: 4_294_967_295n, bits: 32 } },
      },
    ]);
  });

  it('keeps interfaces apart that an agent gives one description, wherever their rows are', async () => {
    const namesAt = async (...indexes: readonly number[]) => {
      const rows = indexes.map((index) => `${table}.2.${index}|octets|Red Hat, Inc Device 0001`);
      return (await read(...rows)).interfaces.map(({ name }) => name);
    };
    const names = ['Red Hat, Inc Device 0001', 'Red Hat, Inc Device 0001 (2)'];
    expect(await namesAt(2, 3)).toEqual(names);
    expect(await namesAt(7, 12)).toEqual(names);
  });

  it('makes no name twice, not even one that is like a copy of another', () => {
    expect(uniqueNames(['eth0', 'eth0', 'eth0 (2)', 'eth1', 'eth0'])).toEqual([
      'eth0',
      'eth0 (2)',
      'eth0 (2) (2)',
      'eth1',
      'eth0 (3)',
    ]);
  });

  it('does not know the speed that 32 bits cannot say', async () => {
    const { interfaces } = await read(`${table}.2.1|octets|eth0`, `${table}.5.1|gauge|4294967295`);
    expect(interfaces[0]?.speedBitsPerSecond).toBeNull();
  });
});

describe('neighbours', () => {
  const lldp = '1.0.8802.1.1.2.1';

  it('finds the interface by the id of the port where its number is no ifIndex', async () => {
    const { neighbours } = await read(
      `${table}.2.436207616|octets|Ethernet1/1`,
      `${wide}.1.436207616|octets|Ethernet1/1`,
      `${lldp}.3.7.1.3.12|octets|Ethernet1/1`,
      `${lldp}.4.1.1.4.0.12.1|integer|4`,
      `${lldp}.4.1.1.5.0.12.1|octets|hex:303132333435`,
      `${lldp}.4.1.1.6.0.12.1|integer|5`,
      `${lldp}.4.1.1.7.0.12.1|octets|eth2`,
      `${lldp}.4.1.1.9.0.12.1|octets|node-12`,
    );
    expect(neighbours).toEqual([
      {
        interface: 'Ethernet1/1',
        remoteSystem: 'node-12',
        remotePort: 'eth2',
        remoteChassis: '30:31:32:33:34:35',
      },
    ]);
  });

  it('names a port by its description where its id is a MAC address', async () => {
    const { neighbours } = await read(
      `${wide}.1.3|octets|swp3`,
      `${lldp}.3.7.1.3.3|octets|swp3`,
      `${lldp}.4.1.1.6.0.3.1|integer|3`,
      `${lldp}.4.1.1.7.0.3.1|octets|hex:b8599fa1b2c3`,
      `${lldp}.4.1.1.8.0.3.1|octets|ens1f0`,
    );
    expect(neighbours).toMatchObject([{ interface: 'swp3', remotePort: 'ens1f0' }]);
  });
});
