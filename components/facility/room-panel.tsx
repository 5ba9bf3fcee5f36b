import Link from 'next/link';
import type { FleetSensor } from '#lib/model/device-report.ts';
import { deviceHref } from '#components/device/device-href.ts';
import { displayOf } from '#components/device/device-words.ts';
import { StateWord } from '#components/device/sensor-value.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Status } from '#components/ui/status.tsx';
import { PlantValue } from './plant-value.tsx';

const most = 12;
const match = { group: ['environment'], kind: ['temperature', 'humidity'] };

/** Doors, leaks and smoke, what is not as it should be first. */
export function StatePanel({
  states,
  className,
}: {
  states: readonly FleetSensor[];
  className: string;
}) {
  return (
    <Panel
      title="Leaks and doors"
      note={countNote(states)}
      className={className}
      state={
        states.length === 0
          ? { kind: 'empty', title: 'No device has told of a leak sensor, a door or smoke.' }
          : { kind: 'ready' }
      }
    >
      <SensorList
        label="Leaks and doors"
        sensors={states.slice(0, most)}
        value={(sensor) => <StateWord sensor={sensor} />}
      />
    </Panel>
  );
}

/** The highest of one kind first. */
export function ExtremesPanel({
  title,
  sensors,
  className,
}: {
  title: string;
  sensors: readonly FleetSensor[];
  className: string;
}) {
  return (
    <Panel
      title={title}
      note={`highest of ${sensors.length}`}
      className={className}
      state={
        sensors.length === 0
          ? { kind: 'empty', title: 'No device has told of a sensor in the room.' }
          : { kind: 'ready' }
      }
    >
      <SensorList
        label={title}
        sensors={sensors.slice(0, most)}
        value={(sensor) => (
          <PlantValue
            entity={{ device: sensor.device, kind: sensor.kind, sensor: sensor.name }}
            match={match}
            unit={displayOf(sensor.kind).unit}
            initial={sensor.value}
            timeMs={sensor.timeMs}
          />
        )}
      />
    </Panel>
  );
}

function countNote(states: readonly FleetSensor[]): string {
  const troubled = states.filter(isTroubled).length;
  return troubled === 0
    ? 'all as they should be'
    : `${troubled} of ${states.length} not as they should be`;
}

function isTroubled({ severity }: FleetSensor): boolean {
  return severity === 'warning' || severity === 'critical';
}

function SensorList({
  label,
  sensors,
  value,
}: {
  label: string;
  sensors: readonly FleetSensor[];
  value: (sensor: FleetSensor) => React.ReactNode;
}) {
  return (
    <ul aria-label={label} className="divide-y divide-border text-sm">
      {sensors.map((sensor) => (
        <li
          key={`${sensor.device} ${sensor.kind} ${sensor.name}`}
          className="flex items-center gap-3 py-1.5"
        >
          <span className="min-w-0 flex-1 truncate">
            {sensor.name}{' '}
            <Link href={deviceHref(sensor.device)} className="text-xs text-faint hover:underline">
              {sensor.device}
            </Link>
          </span>
          <span className="flex shrink-0 items-center gap-1.5">
            {sensor.kind !== 'state' && sensor.severity !== null && sensor.severity !== 'ok' && (
              <Status level={sensor.severity}>
                <span className="sr-only">{sensor.severity}</span>
              </Status>
            )}
            {value(sensor)}
          </span>
        </li>
      ))}
    </ul>
  );
}
