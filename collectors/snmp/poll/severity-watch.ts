import type { Severity } from '#lib/metrics/facility.ts';
import type { SensorReading } from '../reading.ts';
import type { DeviceEvent } from '../event.ts';

/**
 * Notices when a device calls a sensor better or worse than before. What was so when the agent
 * began is no event: nobody saw it happen.
 */
export class SeverityWatch {
  readonly #last = new Map<string, Severity>();

  notice(device: string, sensors: readonly SensorReading[]): DeviceEvent[] {
    const events: DeviceEvent[] = [];
    for (const sensor of sensors) {
      if (sensor.severity === null) continue;
      const key = `${sensor.kind} ${sensor.name}`;
      const before = this.#last.get(key);
      this.#last.set(key, sensor.severity);
      if (before === undefined || before === sensor.severity) continue;
      events.push(eventOf(device, sensor, sensor.severity));
    }
    return events;
  }
}

const texts = {
  critical: {
    kind: 'sensor_critical',
    title: 'Sensor critical',
    meaning: 'A poll found a sensor in a state or past a limit that the device calls critical.',
    action: 'Look at what the sensor belongs to; the device may be about to lose power or cooling.',
    severity: 'critical',
  },
  warning: {
    kind: 'sensor_warning',
    title: 'Sensor warning',
    meaning: 'A poll found a sensor in a state or past a limit of which the device warns.',
    action: 'Compare with its neighbours and with the hours before, before it becomes critical.',
    severity: 'warning',
  },
  ok: {
    kind: 'sensor_ok',
    title: 'Sensor well again',
    meaning: 'A poll found a sensor well of which the device had warned.',
    action: 'Nothing; make sure that the cause is known.',
    severity: 'info',
  },
} as const;

function eventOf(device: string, sensor: SensorReading, severity: Severity): DeviceEvent {
  const value = sensor.state ?? `${Number(sensor.value.toPrecision(6))}`;
  const kind = sensor.kind === 'state' ? '' : `${sensor.kind.replaceAll('_', ' ')} `;
  return {
    device,
    source: 'poll',
    subject: sensor.name,
    message: `${sensor.name}: ${kind}${value}`,
    ...texts[severity],
  };
}
