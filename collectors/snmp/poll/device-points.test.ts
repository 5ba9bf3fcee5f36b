import { describe, expect, it } from 'vitest';
import { snmpTargetSchema } from '#lib/model/snmp-target.ts';
import type { FieldValue, Tags } from '#lib/model/sample.ts';
import type { SampleSink } from '../../collector.ts';
import { EventWriter } from '../event.ts';
import type { DeviceReading, NeighbourReading, SensorReading } from '../reading.ts';
import { DevicePoints } from './device-points.ts';
import type { PollResult } from './outcome.ts';

const target = snmpTargetSchema.parse({
  name: 'rack-7-pdu',
  address: '10.0.0.7',
  credentials: { version: '2c', community: 'never-shown' },
});

const identity = {
  objectId: '1.3.6.1.4.1.32473.1',
  systemName: 'pdu',
  systemDescription: null,
  systemLocation: null,
  uptimeSeconds: 100,
  profile: 'made-up',
  family: 'pdu',
  vendor: null,
  model: null,
  serial: null,
  version: null,
} as const;

function door(severity: SensorReading['severity'], state: string): SensorReading {
  const value = severity === 'ok' ? 1 : 2;
  const place = { oid: null, name: 'Door', kind: 'state', group: 'environment' } as const;
  return { ...place, value, state, severity, limits: {} };
}

function reading(more: Partial<DeviceReading> = {}): PollResult {
  const whole = { identity, sensors: [], interfaces: [], neighbours: [], problems: [], ...more };
  return { kind: 'read', reading: whole, continuity: 'continued' };
}

interface Written {
  readonly measurement: string;
  readonly tags: Tags;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** Plays polls of one device, a given number of seconds apart. */
function polls() {
  const points = new DevicePoints('agent-1', new EventWriter());
  let beganMs = 0;
  return (result: PollResult, secondsLater = 30): Written[] => {
    beganMs += secondsLater * 1000;
    const written: Written[] = [];
    const sink: SampleSink = {
      timeNs: 0n,
      point: (measurement, tags, fields) => void written.push({ measurement, tags, fields }),
      fault: () => undefined,
    };
    const timing = { beganMs, seconds: 0.2, lateMs: 0, intervalMs: 30_000 };
    const counts = { requests: 1, timeouts: 0 };
    points.write(sink, { target, ...timing, counts, result }, BigInt(beganMs) * 1_000_000n);
    return written;
  };
}

const measurements = (written: readonly Written[]) => written.map((each) => each.measurement);

describe('DevicePoints', () => {
  it('tells what a device is at first, when it changes and every ten minutes', () => {
    const poll = polls();
    expect(measurements(poll(reading()))).toContain('snmp_info');
    expect(measurements(poll(reading()))).not.toContain('snmp_info');
    const renamed = reading({ identity: { ...identity, systemName: 'pdu-b' } });
    expect(measurements(poll(renamed))).toContain('snmp_info');
    expect(measurements(poll(renamed, 599))).not.toContain('snmp_info');
    expect(measurements(poll(renamed, 1))).toContain('snmp_info');
    const older = reading({ identity: { ...identity, systemName: 'pdu-b', uptimeSeconds: 130 } });
    expect(measurements(poll(older))).not.toContain('snmp_info');
  });

  it('tells neighbours the same way, those of one interface together', () => {
    const poll = polls();
    const host = (remoteSystem: string): NeighbourReading => {
      return { interface: 'eth1', remoteSystem, remotePort: 'eth0', remoteChassis: null };
    };
    const seen = (...names: string[]) =>
      poll(reading({ neighbours: names.map(host) })).filter(
        ({ measurement }) => measurement === 'snmp_neighbour',
      );
    expect(seen('a', 'b')).toMatchObject([{ fields: { remote_system: { value: 'a, b' } } }]);
    expect(seen('a', 'b')).toEqual([]);
    expect(seen()).toEqual([]);
    expect(seen('a', 'b')).toHaveLength(1);
  });

  it('makes an event of a state that gets worse and of one that gets better', () => {
    const poll = polls();
    const events = (sensor: SensorReading) =>
      poll(reading({ sensors: [sensor] })).filter(({ tags }) => tags.kind?.startsWith('sensor_'));
    expect(events(door('critical', 'open'))).toEqual([]);
    expect(events(door('ok', 'closed'))).toMatchObject([{ tags: { kind: 'sensor_ok' } }]);
    expect(events(door('ok', 'closed'))).toEqual([]);
    expect(events(door('critical', 'open'))).toMatchObject([
      {
        tags: { device: 'rack-7-pdu', kind: 'sensor_critical' },
        fields: { message: { value: 'Door: open' }, severity: { value: 'critical' } },
      },
    ]);
  });

  it('tells of a poll that failed, and of what was missing in one that did not', () => {
    const poll = polls();
    const failed = poll({ kind: 'failed', error: 'poll 10.0.0.7: no answer in 6 s' });
    expect(failed).toMatchObject([
      {
        measurement: 'snmp_poll',
        fields: { up: { value: 0n }, error: { value: 'poll 10.0.0.7: no answer in 6 s' } },
      },
    ]);
    expect(failed[0]?.fields).not.toHaveProperty('sensors');
    const [, partly] = poll(reading({ problems: ['read outlets: endless'] }));
    expect(partly).toMatchObject({
      fields: { up: { value: 1n }, error: { value: 'read outlets: endless' } },
    });
    expect(JSON.stringify(failed, (_, value: unknown) => String(value))).not.toMatch(/never-shown/);
  });
});
