'use client';

import { formatText } from '#lib/format/value.ts';
import type { DeviceSensor } from '#lib/model/device-report.ts';
import { LiveValue } from '#components/series/live-value.tsx';
import { Status } from '#components/ui/status.tsx';
import { displayOf } from './device-words.ts';

/** A sensor's value as it is now, beside it how grave the device calls it. */
export function SensorValue({
  device,
  sensor,
  freshMs,
}: {
  device: string;
  sensor: DeviceSensor;
  freshMs: number;
}) {
  if (sensor.kind === 'state') return <StateWord sensor={sensor} />;
  const { unit, factor } = displayOf(sensor.kind);
  const value = (
    <LiveValue
      line={{
        measurement: 'facility',
        field: 'value',
        match: { device: [device] },
        across: 'mean',
        factor,
        freshMs,
      }}
      entity={{ sensor: sensor.name, kind: sensor.kind }}
      unit={unit}
      initial={sensor.value === null ? null : sensor.value * factor}
      initialTimeMs={sensor.timeMs}
    />
  );
  const limits = limitsText(sensor);
  if (sensor.severity !== 'warning' && sensor.severity !== 'critical') {
    return <span title={limits}>{value}</span>;
  }
  return (
    <span title={limits}>
      <Status level={sensor.severity}>
        <span className="sr-only">{sensor.severity}</span>
        {value}
      </Status>
    </span>
  );
}

/** A state in the device's words; only what needs somebody is coloured. */
export function StateWord({ sensor }: { sensor: DeviceSensor }) {
  const words = sensor.state ?? (sensor.value === null ? 'not known' : String(sensor.value));
  if (sensor.severity === null) return <span className="text-muted">{words}</span>;
  return <Status level={sensor.severity}>{words}</Status>;
}

/** `warns above 16 A, critical above 20 A`; nothing where the device states no limit. */
function limitsText(sensor: DeviceSensor): string | undefined {
  const { unit, factor } = displayOf(sensor.kind);
  const edges = [
    [sensor.warningLow, 'warns below'],
    [sensor.criticalLow, 'critical below'],
    [sensor.warningHigh, 'warns above'],
    [sensor.criticalHigh, 'critical above'],
  ] as const;
  const texts = edges.flatMap(([value, words]) =>
    value === null ? [] : [`${words} ${formatText(value * factor, unit)}`],
  );
  return texts.length === 0 ? undefined : texts.join(', ');
}
