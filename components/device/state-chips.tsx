import type { DeviceSensor, SensorGroup } from '#lib/model/device-report.ts';
import { classNames } from '#components/ui/class-names.ts';
import { Status } from '#components/ui/status.tsx';
import { groupName } from './device-words.ts';

/** So many of one part are counted by their words: `22 of 24 outlets on`. */
export const mostChips = 8;

/** The states of a device, each in the words of the device, the gravest first. */
export function StateChips({ groups }: { groups: readonly SensorGroup[] }) {
  const states = groups.flatMap(({ group, kinds }) =>
    kinds.filter(({ kind }) => kind === 'state').map(({ sensors }) => ({ group, sensors })),
  );
  if (states.length === 0) return null;
  const chips = states.flatMap(({ sensors }) =>
    sensors.length <= mostChips ? sensors : sensors.filter(isTroubled),
  );
  const counted = states.filter(({ sensors }) => sensors.length > mostChips);
  return (
    <ul aria-label="States" className="flex flex-wrap gap-1.5">
      {chips.toSorted(gravestFirst).map((sensor) => (
        <li
          key={`${sensor.group} ${sensor.name}`}
          className={classNames(
            'inline-flex h-6 items-center gap-1.5 rounded-[4px] border px-2 text-xs',
            isTroubled(sensor) ? 'border-current/30 text-text' : 'border-border text-muted',
          )}
        >
          <span>{sensor.name}</span>
          <Status level={sensor.severity ?? 'unknown'}>
            <span className="text-text">{sensor.state ?? String(sensor.value ?? '–')}</span>
          </Status>
        </li>
      ))}
      {counted.flatMap(({ group, sensors }) =>
        countWords(sensors).map(([words, count]) => (
          <li
            key={`${group} ${words}`}
            className="inline-flex h-6 items-center gap-1.5 rounded-[4px] border border-border px-2 text-xs text-muted"
          >
            {groupName(group)}
            <span className="text-text">
              {count} {words}
            </span>
          </li>
        )),
      )}
    </ul>
  );
}

function isTroubled({ severity }: DeviceSensor): boolean {
  return severity === 'warning' || severity === 'critical';
}

const order = { critical: 0, warning: 1, ok: 2 };

function gravestFirst(a: DeviceSensor, b: DeviceSensor): number {
  return (a.severity ? order[a.severity] : 2) - (b.severity ? order[b.severity] : 2);
}

function countWords(sensors: readonly DeviceSensor[]): (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { state } of sensors) {
    const words = state ?? 'not known';
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}
