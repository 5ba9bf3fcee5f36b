import { describe, expect, it } from 'vitest';
import { recordedClient } from '#tests/simulator/snmp/recorded-client.ts';
import { loadAllProfiles } from '../built-in-profiles.ts';
import { identify } from './identify.ts';
import { planReading } from './plan.ts';
import { readDevice } from './read-device.ts';
import { ReadingCache } from './reading-cache.ts';

const profiles = loadAllProfiles(null);
const never = new AbortController().signal;

async function read(lines: readonly string[]) {
  const client = recordedClient(lines.join('\n'));
  const plan = planReading(await identify(client, profiles, never));
  const { identity, sensors } = await readDevice(client, plan, new ReadingCache(), never);
  const words = sensors.map(({ kind, name, value, state }) => `${kind} ${name} ${state ?? value}`);
  return { profile: identity.profile, sensors: words };
}

const objectId = (oid: string): string => `1.3.6.1.2.1.1.2.0|oid|1.3.6.1.4.1.${oid}`;

describe('devices that share the object identifier of their vendor', () => {
  it.each([
    ['apc-ats', '318.1.3.999', '318.1.1.8.5.1.2.0|integer|2'],
    ['apc-ats-5g', '318.1.3.999', '318.1.1.33.3.1.8.1|integer|1'],
    ['apc-ups', '318.1.3.28.999', '318.1.1.1.1.1.1.0|octets|Galaxy'],
    ['apc-cooling', '318.1.3.14.999', '318.1.1.13.3.2.2.2.1.0|integer|2'],
    ['liebert-ups', '476.1.42', '476.1.42.3.5.1.19.0|integer|97'],
    ['liebert-thermal', '476.1.42', '476.1.42.3.4.3.1.0|integer|1'],
    ['liebert', '476.1.42', '476.1.42.3.8.30.20.1.65.1.1|gauge|900'],
    ['cyberpower-ups', '3808.1.1.1', '3808.1.1.1.4.1.1.0|integer|2'],
    ['cyberpower-pdu', '3808.1.1.3', '3808.1.1.3.1.5.0|octets|PDU41004'],
    ['cyberpower-ats', '3808.1.1.5', '3808.1.1.5.2.1.2.0|integer|1'],
    ['hpe-pdu', '232.165.999', '232.165.7.1.2.1.3.1|octets|P9R56A'],
    ['hpe-pdu-g2', '232.165.999', '232.165.11.1.2.1.3.1|octets|P9S18A'],
    ['hpe-ups', '232.165.999', '232.165.3.4.5.0|integer|3'],
  ])('are told apart by what they answer: %s', async (profile, vendor, line) => {
    const found = await read([objectId(vendor), `1.3.6.1.4.1.${line}`]);
    expect(found.profile).toBe(profile);
  });
});

describe('tables that name their points', () => {
  it('reads unit and factor of Uniflair points, and a percentage by what it is called', async () => {
    const row = (at: number, name: string, value: number, unit: string, factor: number) =>
      [`2.1.${at}|octets|${name}`, `3.1.${at}|integer|${value}`, `4.1.${at}|octets|${unit}`]
        .concat(`5.1.${at}|integer|${factor}`)
        .map((line) => `1.3.6.1.4.1.318.1.1.27.1.4.1.2.1.${line}`);
    const { sensors } = await read([
      objectId('318.1.3.14.21'),
      ...row(1, 'Supply Air', 187, '°C', 10),
      ...row(2, 'Return Air', 815, 'deg F', 10),
      ...row(3, 'Return Humidity', 4412, '%', 100),
      ...row(4, 'Outside', 25, 'C', 0),
      ...row(5, 'Something', 12, '%', 1),
    ]);
    expect(sensors).toEqual([
      'temperature Supply Air 18.7',
      'temperature Return Air 27.5',
      'humidity Return Humidity 0.4412',
    ]);
  });

  it('reads the points of a Liebert card, and no settings among them', async () => {
    const row = (at: number, name: string, value: string, unit: number) => [
      `1.3.6.1.4.1.476.1.42.3.9.20.1.10.1.2.1.${at}|octets|${name}`,
      `1.3.6.1.4.1.476.1.42.3.9.20.1.20.1.2.1.${at}|octets|${value}`,
      `1.3.6.1.4.1.476.1.42.3.9.30.1.60.1.2.1.${at}|integer|${unit}`,
    ];
    const { sensors } = await read([
      objectId('476.1.42'),
      '1.3.6.1.4.1.476.1.42.3.4.3.1.0|integer|1',
      ...row(4291, 'Supply Air Temperature', '18.4', 4125),
      ...row(4292, 'Supply Air Temperature Set Point', '18.0', 4125),
      ...row(4293, 'Fan Speed', '62', 4124),
      ...row(4294, 'Return Air Temperature', 'Unavailable', 4125),
      ...row(4295, 'Unit Operating Mode', 'auto', 0),
    ]);
    expect(sensors).toEqual([
      'temperature Supply Air Temperature 18.4',
      'fan_ratio Fan Speed 0.62',
      'state Unit on',
    ]);
  });
});
