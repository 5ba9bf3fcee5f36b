import Link from 'next/link';
import type { ReactNode } from 'react';
import type { FacilityUnit } from '#lib/model/facility-report.ts';
import { conditionOf } from '#components/device/condition.ts';
import { deviceHref } from '#components/device/device-href.ts';
import { classNames } from '#components/ui/class-names.ts';
import { Simulated } from '#components/ui/simulated.tsx';
import { Status } from '#components/ui/status.tsx';

/** One unit of the plant: what it is, how it is, and its figures. */
export function UnitCard({
  unit,
  state,
  children,
}: {
  unit: FacilityUnit;
  /** In its own words. */
  state: ReactNode;
  children: ReactNode;
}) {
  const { level, words } = conditionOf({
    poll: { state: unit.pollState },
    severity: unit.severity,
  });
  const isHeard = unit.pollState === 'up';
  const made = [unit.vendor, unit.model].filter((part) => part !== null).join(' ');
  return (
    <li
      className={classNames(
        'flex min-w-0 flex-col gap-2 rounded-panel border bg-surface px-4 py-3',
        level === 'critical' ? 'border-critical/60' : 'border-border',
        !isHeard && 'hatched',
      )}
    >
      <div className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
        <Link href={deviceHref(unit.device)} className="font-medium hover:underline">
          {unit.device}
        </Link>
        <Simulated when={unit.simulated} />
        <span className="ml-auto text-sm">
          {isHeard && state ? state : <Status level={level}>{words}</Status>}
        </span>
      </div>
      {made !== '' && <p className="-mt-1.5 truncate text-xs text-faint">{made}</p>}
      {children}
    </li>
  );
}

/** Cards as many beside each other as there is room for. */
export function UnitGrid({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul
      aria-label={label}
      className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,17rem),28rem))] gap-3"
    >
      {children}
    </ul>
  );
}

export function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 items-baseline justify-between gap-3">
      <dt className="min-w-0 truncate text-muted">{name}</dt>
      <dd className="shrink-0">{children}</dd>
    </div>
  );
}
