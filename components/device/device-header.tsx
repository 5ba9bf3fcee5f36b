import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatText } from '#lib/format/value.ts';
import type { DeviceReport } from '#lib/model/device-report.ts';
import { hostHref } from '#components/gpu/gpu-name.ts';
import { Age } from '#components/ui/age.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { CopyWord } from '#components/ui/copy-word.tsx';
import { Simulated } from '#components/ui/simulated.tsx';
import { Badge, Status } from '#components/ui/status.tsx';
import { conditionOf } from './condition.ts';
import { familyName } from './device-words.ts';
import { StateChips } from './state-chips.tsx';

/** Which device this is, how it is in a sentence, and the states it is in. */
export function DeviceHeader({ report, sentence }: { report: DeviceReport; sentence: string }) {
  const { summary, info } = report;
  const { level } = conditionOf(summary);
  const made = [summary.vendor, summary.model].filter((part) => part !== null).join(' ');
  return (
    <section
      aria-label="Identity"
      className={classNames(
        'flex flex-col gap-2.5 rounded-panel border bg-surface px-4 py-3',
        level === 'critical' ? 'border-critical/60' : 'border-border',
      )}
    >
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="min-w-0 text-xl font-medium tracking-tight break-words">{summary.name}</h2>
        {made !== '' && <span className="text-base text-muted">{made}</span>}
        <Badge>{familyName(summary.family)}</Badge>
        {summary.feed !== null && <Badge>Feed {summary.feed}</Badge>}
        <Simulated when={summary.simulated} />
      </div>
      <p role="status" className="flex items-start gap-2 text-base text-pretty">
        <Status level={level} className="mt-1" />
        <span className="min-w-0">{sentence}</span>
      </p>
      <StateChips groups={report.sensors} />
      <dl className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted">
        {summary.address !== null && (
          <Fact name="Address">
            <CopyWord text={summary.address} shown={summary.address} label="Copy the address" />
          </Fact>
        )}
        <Fact name="Place">{placeOf(report)}</Fact>
        {summary.polledBy !== null && (
          <Fact name="Polled by">
            <Link className="hover:text-text hover:underline" href={hostHref(summary.polledBy)}>
              {summary.polledBy}
            </Link>
          </Fact>
        )}
        {facts.map(([field, name]) => {
          const value = info[field];
          return value === undefined ? null : (
            <Fact key={field} name={name}>
              {value}
            </Fact>
          );
        })}
        {report.uptimeSeconds !== null && (
          <Fact name="Up for">{formatText(report.uptimeSeconds, 'seconds')}</Fact>
        )}
        {summary.poll.timeMs !== null && (
          <Fact name="Polled">
            <Age timeMs={summary.poll.timeMs} /> ago
          </Fact>
        )}
      </dl>
      {info['system_description'] !== undefined && (
        <p className="truncate text-xs text-faint" title={info['system_description']}>
          {info['system_description']}
        </p>
      )}
    </section>
  );
}

const facts: readonly (readonly [field: string, name: string])[] = [
  ['serial', 'Serial'],
  ['version', 'Firmware'],
  ['profile', 'Profile'],
  ['system_name', 'Calls itself'],
  ['object_id', 'sysObjectID'],
];

function placeOf({ summary, info }: DeviceReport): ReactNode {
  if (summary.rack) {
    return (
      <Link className="hover:text-text hover:underline" href={`/racks/${summary.rack.id}`}>
        {summary.rack.name}
        {summary.config?.positionU ? ` U${summary.config.positionU}` : ''}
      </Link>
    );
  }
  return info['system_location'] ?? 'not placed';
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-1.5">
      <dt className="text-faint">{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  );
}
