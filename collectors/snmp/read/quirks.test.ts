import { describe, expect, it } from 'vitest';
import type { SensorReading } from '../reading.ts';
import { readRecorded, sensorsOf } from '#tests/simulator/snmp/read-recorded.ts';

const shown = ({ kind, name, value }: SensorReading): string => `${kind} ${name} ${value}`;

describe('devices with peculiarities', () => {
  it('reads UPS-MIB rows that end in .0, and numbers sent as text', async () => {
    const sensors = await sensorsOf(
      '1.3.6.1.4.1.32473.9',
      '1.3.6.1.2.1.33.1.2.4.0|octets|98',
      '1.3.6.1.2.1.33.1.2.5.0|octets|41.2 V',
      '1.3.6.1.2.1.33.1.4.4.1.2.1.0|integer|230',
      '1.3.6.1.2.1.33.1.4.4.1.2.2.0|integer|231',
    );
    expect(sensors.map(shown)).toEqual([
      'charge Battery 0.98',
      'voltage Battery 4.12',
      'voltage Output 1 230',
      'voltage Output 2 231',
    ]);
  });

  it('has no battery temperature where a UPS sends 0 for a probe that it lacks', async () => {
    const sensors = await sensorsOf(
      '1.3.6.1.4.1.32473.9',
      '1.3.6.1.2.1.33.1.2.7.0|integer|0',
      '1.3.6.1.2.1.33.1.4.4.1.2.1|integer|230',
    );
    expect(sensors.map(shown)).toEqual(['voltage Output 1 230']);
  });

  it('follows the Fahrenheit setting of a PDU, in values and in limits of whole degrees', async () => {
    const probe = '1.3.6.1.4.1.1718.3.2.5.1';
    const [sensor, ...others] = await sensorsOf(
      '1.3.6.1.4.1.1718.3',
      `${probe}.3.1.1|octets|Inlet`,
      `${probe}.6.1.1|integer|680`,
      `${probe}.8.1.1|integer|86`,
      `${probe}.13.1.1|integer|1`,
      `${probe}.6.1.2|integer|-1`,
      `${probe}.13.1.2|integer|1`,
    );
    expect(sensor).toMatchObject({ kind: 'temperature', name: 'Inlet', value: 20 });
    expect(sensor?.limits.warningHigh).toBeCloseTo(30, 9);
    expect(others).toEqual([]);
  });

  it('has no sensor where a probe says −41 °C for not found', async () => {
    const sensors = await sensorsOf(
      '1.3.6.1.4.1.1718.4',
      '1.3.6.1.4.1.1718.4.1.9.3.1.1.1.1|integer|-410',
      '1.3.6.1.4.1.1718.4.1.9.3.1.1.1.2|integer|-55',
      '1.3.6.1.4.1.1718.4.1.10.3.1.1.1.1|integer|-1',
    );
    expect(sensors.map(shown)).toEqual(['temperature 1.2 -5.5']);
  });

  it('reads whole numbers of an APC UPS only where it has no tenths', async () => {
    const ups = '1.3.6.1.4.1.318.1.1.1';
    const sensors = await sensorsOf(
      '1.3.6.1.4.1.318.1.3.27',
      `${ups}.1.1.1.0|octets|Smart-UPS`,
      `${ups}.3.2.1.0|gauge|118`,
      `${ups}.3.3.1.0|gauge|1184`,
      `${ups}.4.2.1.0|gauge|119`,
      `${ups}.4.3.1.0|gauge|-1`,
    );
    expect(sensors.map(shown)).toEqual(['voltage Input 118.4', 'voltage Output 119']);
  });

  it('reads what an APC PDU lacks in the new tree from the old one, and nothing twice', async () => {
    const apc = '1.3.6.1.4.1.318.1.1';
    const old = [
      `${apc}.12.1.16.0|integer|312`,
      `${apc}.12.2.3.1.1.2.1|gauge|28`,
      `${apc}.12.2.3.1.1.4.1|integer|1`,
    ];
    const lacking = await sensorsOf(
      '1.3.6.1.4.1.318.1.3.4.5',
      ...old,
      `${apc}.26.4.3.1.5.1|integer|-1`,
      `${apc}.26.6.3.1.5.1|integer|27`,
      `${apc}.26.6.3.1.6.1|integer|-1`,
    );
    expect(lacking.map(shown)).toEqual(['power Input 312', 'current Phase 1 2.8']);
    const complete = await sensorsOf(
      '1.3.6.1.4.1.318.1.3.4.6',
      ...old,
      `${apc}.26.4.3.1.5.1|integer|31`,
      `${apc}.26.6.3.1.5.1|integer|28`,
      `${apc}.26.6.3.1.6.1|integer|120`,
    );
    expect(complete.map(shown)).toEqual([
      'power Input 1 310',
      'current Phase 1 2.8',
      'voltage Phase 1 120',
    ]);
  });

  it('reads degrees below zero that lm-sensors sends without their sign', async () => {
    const sensors = await sensorsOf(
      '1.3.6.1.4.1.8072.3.2.10',
      '1.3.6.1.4.1.2021.13.16.2.1.2.1|octets|outside',
      '1.3.6.1.4.1.2021.13.16.2.1.3.1|gauge|4294962296',
    );
    expect(sensors.map(shown)).toEqual(['temperature outside -5']);
  });

  it('leaves out sensors that say that they are unavailable or do not say what they are', async () => {
    const table = '1.3.6.1.2.1.99.1.1.1';
    const row = (index: number, type: number, status: number): string[] =>
      [type, 9, 0, 40, status].map((value, at) => `${table}.${at + 1}.${index}|integer|${value}`);
    const sensors = await sensorsOf(
      '1.3.6.1.4.1.32473.9',
      ...row(1, 8, 1),
      ...row(2, 8, 2),
      ...row(3, 12, 1),
      `${table}.1.4|integer|8`,
      `${table}.4.4|integer|40`,
    );
    expect(sensors.map(shown)).toEqual(['temperature 1 40']);
  });

  it('keeps two sensors of one name apart', async () => {
    const table = '1.3.6.1.2.1.99.1.1.1';
    const row = (index: number): string[] => [
      ...[8, 9, 0, 40].map((value, at) => `${table}.${at + 1}.${index}|integer|${value}`),
      `1.3.6.1.2.1.47.1.1.1.1.2.${index}|octets|Board`,
    ];
    const sensors = await sensorsOf('1.3.6.1.4.1.32473.9', ...row(5), ...row(6));
    expect(sensors.map(({ name }) => name)).toEqual(['Board', 'Board (6)']);
  });

  it('reads an unknown device by everything that is generic', async () => {
    const { identity, interfaces, sensors } = await readRecorded(
      '1.3.6.1.4.1.32473.77',
      '1.3.6.1.2.1.2.2.1.2.1|octets|eth0',
      '1.3.6.1.2.1.25.2.3.1.3.1|octets|Physical memory',
      '1.3.6.1.2.1.33.1.4.4.1.2.1|integer|230',
    );
    expect(identity).toMatchObject({ profile: 'ups-mib', family: 'ups' });
    expect(interfaces.map(({ name }) => name)).toEqual(['eth0']);
    expect(sensors.map(shown)).toEqual(['voltage Output 1 230']);
  });
});
