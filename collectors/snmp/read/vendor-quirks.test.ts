import { describe, expect, it } from 'vitest';
import type { SensorReading } from '../reading.ts';
import { sensorsOf } from '#tests/simulator/snmp/read-recorded.ts';

const shown = ({ kind, name, value, state }: SensorReading): string =>
  `${kind} ${name} ${state ?? String(value)}`;

describe('environment monitors, switches and servers with peculiarities', () => {
  it('reads Rittal variables by type, unit and scale, and percentages by their name', async () => {
    const variable = '1.3.6.1.4.1.2606.7.4.2.2.1';
    const sensors = await sensorsOf(
      '1.3.6.1.4.1.2606.7.7.1.2',
      '1.3.6.1.4.1.2606.7.4.1.2.1.3.1|octets|Row 4',
      `${variable}.3.1.2|octets|Temperature.Value`,
      `${variable}.3.1.3|octets|Temperature.SetPtHighAlarm`,
      `${variable}.3.1.4|octets|Supply.Value`,
      `${variable}.3.1.9|octets|Humidity.Value`,
      `${variable}.3.1.12|octets|Input.Value`,
      `${variable}.4.1.2|integer|2`,
      `${variable}.4.1.3|integer|3`,
      `${variable}.4.1.4|integer|2`,
      `${variable}.4.1.9|integer|2`,
      `${variable}.4.1.12|integer|2`,
      `${variable}.5.1.2|octets|°C`,
      `${variable}.5.1.3|octets|°C`,
      // The degree sign of Latin-1.
      `${variable}.5.1.4|octets|hex:b043`,
      `${variable}.5.1.9|octets|%`,
      `${variable}.5.1.12|octets|`,
      `${variable}.7.1.2|integer|-100`,
      `${variable}.7.1.3|integer|-100`,
      `${variable}.7.1.4|integer|-10`,
      `${variable}.7.1.9|integer|1`,
      `${variable}.7.1.12|integer|0`,
      `${variable}.11.1.2|integer|2350`,
      `${variable}.11.1.3|integer|4000`,
      `${variable}.11.1.4|integer|181`,
      `${variable}.11.1.9|integer|41`,
      `${variable}.11.1.12|integer|1`,
    );
    expect(sensors.map(shown)).toEqual([
      'temperature Row 4 Temperature 23.5',
      'temperature Row 4 Supply 18.1',
      'humidity Row 4 Humidity 0.41',
    ]);
  });

  it('reads the numbered scalars of a Room Alert, and no empty sockets', async () => {
    const sensors = await sensorsOf(
      '1.3.6.1.4.1.20916.1.9',
      '1.3.6.1.4.1.20916.1.9.1.1.1.1.0|integer|2314',
      '1.3.6.1.4.1.20916.1.9.1.1.1.2.0|integer|7365',
      '1.3.6.1.4.1.20916.1.9.1.1.1.3.0|octets|Internal',
      '1.3.6.1.4.1.20916.1.9.1.1.2.1.0|integer|0',
      '1.3.6.1.4.1.20916.1.9.1.2.1.0|integer|1',
    );
    expect(sensors.map(shown)).toEqual(['temperature Sensor 1 23.14', 'state Switch closed']);
  });

  it('reads numbers that Lenovo sends as text, and no fan that is offline', async () => {
    const monitors = '1.3.6.1.4.1.19046.11.1.1';
    const sensors = await sensorsOf(
      '1.3.6.1.4.1.19046.11.1',
      `${monitors}.1.2.1.2.1|octets|Ambient Temp`,
      `${monitors}.1.2.1.3.1|octets|24.00`,
      `${monitors}.1.2.1.6.1|octets|47.00`,
      `${monitors}.1.2.1.7.1|octets|N/A`,
      `${monitors}.1.2.1.11.1|octets|Normal`,
      `${monitors}.3.2.1.2.1|octets|Fan 1 Tach`,
      `${monitors}.3.2.1.2.2|octets|Fan 2 Tach`,
      `${monitors}.3.2.1.3.1|octets| 34% of maximum`,
      `${monitors}.3.2.1.3.2|octets|Offline`,
    );
    expect(sensors.map(shown)).toEqual([
      'temperature Ambient Temp 24',
      'fan_ratio Fan 1 Tach 0.34',
    ]);
    expect(sensors[0]).toMatchObject({ severity: 'ok', limits: { criticalHigh: 47 } });
    expect(sensors[0]?.limits.warningHigh).toBeUndefined();
  });

  it('reads an idle Juniper processor, and none where a part has none', async () => {
    const part = '1.3.6.1.4.1.2636.3.1.13.1';
    const sensors = await sensorsOf(
      '1.3.6.1.4.1.2636.1.1.1.4.82.8',
      `${part}.5.9.1.0.0|octets|Routing Engine 0`,
      `${part}.5.4.1.1.1|octets|Fan Tray 0 Fan 0`,
      `${part}.6.9.1.0.0|integer|2`,
      `${part}.6.4.1.1.1|integer|6`,
      `${part}.7.9.1.0.0|gauge|41`,
      `${part}.7.4.1.1.1|gauge|0`,
      `${part}.8.9.1.0.0|gauge|0`,
      `${part}.8.4.1.1.1|gauge|0`,
      `${part}.11.9.1.0.0|gauge|37`,
      `${part}.11.4.1.1.1|gauge|0`,
    );
    expect(sensors.map(shown)).toEqual([
      'temperature Routing Engine 0 41',
      'load Routing Engine 0 memory 0.37',
      'load Routing Engine 0 processor 0',
      'state Fan Tray 0 Fan 0 down',
      'state Routing Engine 0 running',
    ]);
    expect(sensors[3]).toMatchObject({ group: 'fan', severity: 'critical' });
  });

  it('reads SONiC fans, which have no type, in percent', async () => {
    const entity = '1.3.6.1.2.1.99.1.1.1';
    const sensors = await sensorsOf(
      '1.3.6.1.4.1.8072.3.2.10',
      '1.3.6.1.2.1.1.1.0|octets|SONiC Software Version: SONiC.202305 - HwSku: Spectrum - Distribution: Debian 11',
      '1.3.6.1.2.1.47.1.1.1.1.2.7|octets|Tachometer for fan1',
      '1.3.6.1.2.1.47.1.1.1.1.2.8|octets|RX power of etp1',
      ...['7', '8'].flatMap((row) => [
        `${entity}.1.${row}|integer|2`,
        `${entity}.2.${row}|integer|9`,
        `${entity}.3.${row}|integer|0`,
        `${entity}.4.${row}|integer|52`,
        `${entity}.5.${row}|integer|1`,
      ]),
    );
    expect(sensors.map(shown)).toEqual(['fan_ratio Tachometer for fan1 0.52']);
  });

  it('tells what a Supermicro sensor measures by its name', async () => {
    const sensor = '1.3.6.1.4.1.21317.1.3.1';
    const readings = ['37.000', '5400.000', '12.060', '0.000', '56.000'];
    const names = ['CPU Temp', 'FAN1', '12V', 'DIMMB1 Temp', 'FAN2'];
    const sensors = await sensorsOf(
      '1.3.6.1.4.1.21317.1',
      ...names.map((name, at) => `${sensor}.13.${String(at + 1)}|octets|${name}`),
      ...readings.map((value, at) => `${sensor}.2.${String(at + 1)}|octets|${value}`),
      `${sensor}.9.1|octets|90.000`,
      `${sensor}.5.1|octets|0.000`,
    );
    expect(sensors.map(shown)).toEqual([
      'temperature CPU Temp 37',
      'voltage 12V 12.06',
      'fan_speed FAN1 90',
    ]);
    expect(sensors[0]?.limits).toEqual({ criticalHigh: 90 });
  });

  it('reads memory as a share of what is used and what is free', async () => {
    const pool = '1.3.6.1.4.1.9.9.48.1.1.1';
    const sensors = await sensorsOf(
      '1.3.6.1.4.1.9.1.2494',
      `${pool}.2.1|octets|Processor`,
      `${pool}.2.2|octets|lsmpi_io`,
      `${pool}.5.1|gauge|300000`,
      `${pool}.5.2|gauge|500`,
      `${pool}.6.1|gauge|900000`,
    );
    expect(sensors.map(shown)).toEqual(['load Processor memory 0.25']);
  });

  it('reads tenths of a sensorProbe with limits of whole degrees, in Fahrenheit', async () => {
    const probe = '1.3.6.1.4.1.3854.1.2.2.1.16.1';
    const sensors = await sensorsOf(
      '1.3.6.1.4.1.3854.1',
      `${probe}.1.0|octets|Aisle`,
      `${probe}.3.0|integer|75`,
      `${probe}.4.0|integer|2`,
      `${probe}.5.0|integer|1`,
      `${probe}.8.0|integer|95`,
      `${probe}.12.0|integer|0`,
      `${probe}.14.0|integer|752`,
    );
    expect(sensors.map(shown)).toEqual(['temperature Aisle 24']);
    expect(sensors[0]).toMatchObject({ severity: 'ok', limits: { criticalHigh: 35 } });
  });
});
