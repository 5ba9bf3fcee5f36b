'use client';

import { formatText } from '#lib/format/value.ts';
import type { Recognised, TestOutcome } from '#lib/model/device-probe.ts';
import { familyOf, type DeviceFamily } from '#lib/model/device-family.ts';
import { displayOf, familyName, kindName } from '#components/device/device-words.ts';
import { Status } from '#components/ui/status.tsx';

/** What an agent found when it read the device once: what was recognised, and what was not. */
export function TestResult({ outcome }: { outcome: TestOutcome }) {
  if (outcome.kind === 'failed') {
    return (
      <section
        role="status"
        aria-label="Result of the test"
        className="rounded-control border border-critical/60 px-3 py-2.5 text-sm"
      >
        <Status level="critical">
          <span className="whitespace-normal text-pretty">{outcome.problem}</span>
        </Status>
      </section>
    );
  }
  return <Found device={outcome.device} />;
}

function Found({ device }: { device: Recognised }) {
  const made = [device.vendor, device.model].filter((part) => part !== null).join(' ');
  const family = familyOf(device.family);
  const missing = missingOf(device, family);
  return (
    <section
      role="status"
      aria-label="Result of the test"
      className="flex flex-col gap-3 rounded-control border border-border px-3 py-2.5 text-sm"
    >
      <p className="flex items-start gap-2 text-pretty">
        <Status level={missing.length === 0 ? 'ok' : 'info'} className="mt-0.5" />
        <span>
          Recognised as <strong className="font-medium">{made === '' ? 'a device' : made}</strong> (
          {familyName(family)}, profile {device.profile}), read in{' '}
          {formatText(device.pollSeconds, 'seconds')}.
          {device.systemName !== null && <> It calls itself {device.systemName}.</>}
        </span>
      </p>
      <Counts device={device} />
      {device.sensors.length > 0 && <Sensors device={device} />}
      <NotRecognised missing={missing} />
    </section>
  );
}

const tellable = [
  ['vendor', 'maker'],
  ['model', 'model'],
  ['serial', 'serial number'],
  ['version', 'firmware version'],
] as const;

function missingOf(device: Recognised, family: DeviceFamily | null): string[] {
  const untold = tellable.filter(([field]) => device[field] === null).map(([, words]) => words);
  return [
    ...(family === 'other' || family === null
      ? [
          'No profile knows this kind of device: it is read with what all devices have in common. sysObjectID ' +
            (device.objectId ?? 'is not told'),
        ]
      : []),
    ...(untold.length > 0 ? [`It does not tell its ${untold.join(', ')}.`] : []),
    ...device.problems,
  ];
}

function Counts({ device }: { device: Recognised }) {
  const counts = [
    ...device.sensorKinds.map(({ kind, count }) => `${count} × ${kindName(kind).toLowerCase()}`),
    ...(device.interfaceCount > 0 ? [`${device.interfaceCount} × interface`] : []),
    ...(device.neighbourCount > 0 ? [`${device.neighbourCount} × neighbour`] : []),
  ];
  if (counts.length === 0) {
    return <p className="text-muted">It has told no sensor and no interface.</p>;
  }
  return (
    <ul aria-label="Recognised" className="flex flex-wrap gap-1.5">
      {counts.map((count) => (
        <li
          key={count}
          className="rounded-[4px] border border-border px-1.5 py-0.5 text-xs text-muted"
        >
          {count}
        </li>
      ))}
    </ul>
  );
}

function Sensors({ device }: { device: Recognised }) {
  const total = device.sensorKinds.reduce((sum, { count }) => sum + count, 0);
  return (
    <details>
      <summary className="text-muted hover:text-text">
        {device.sensors.length === total
          ? `All ${total} sensors`
          : `The first ${device.sensors.length} of ${total} sensors`}
      </summary>
      <ul
        tabIndex={0}
        aria-label="Sensors"
        className="mt-2 grid max-h-56 grid-cols-1 gap-x-6 overflow-y-auto sm:grid-cols-2"
      >
        {device.sensors.map((sensor) => (
          <li
            key={`${sensor.kind} ${sensor.name}`}
            className="flex items-baseline justify-between gap-3 border-t border-border py-1"
          >
            <span className="min-w-0 truncate text-muted">
              {sensor.name} <span className="text-xs text-faint">{kindName(sensor.kind)}</span>
            </span>
            <span className="shrink-0 tabular-nums">{valueText(sensor)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function valueText({ kind, value, state }: Recognised['sensors'][number]): string {
  if (state !== null) return state;
  const { unit, factor } = displayOf(kind);
  return formatText(value * factor, unit);
}

function NotRecognised({ missing }: { missing: readonly string[] }) {
  if (missing.length === 0) {
    return <p className="text-muted">Nothing it has was left unread.</p>;
  }
  return (
    <div>
      <p className="text-muted">Not recognised, or not readable:</p>
      <ul
        tabIndex={0}
        aria-label="Not recognised"
        className="mt-1 max-h-32 list-disc overflow-y-auto pl-5 text-pretty"
      >
        {missing.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
