'use client';

import Link from 'next/link';
import { formatText } from '#lib/format/value.ts';
import type { PduUnit, PhaseFigures } from '#lib/model/facility-report.ts';
import { conditionOf } from '#components/device/condition.ts';
import { deviceHref } from '#components/device/device-href.ts';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { ShareBar } from '#components/ui/share-bar.tsx';
import { Simulated } from '#components/ui/simulated.tsx';
import { Status } from '#components/ui/status.tsx';
import { PlantValue } from './plant-value.tsx';

/** Every PDU and transfer switch: its power, and each phase and bank against its breaker. */
export function PduTable({ units }: { units: readonly PduUnit[] }) {
  return (
    <DataTable
      label="PDUs"
      columns={columns}
      rows={units}
      rowId={(row) => row.device}
      rowHref={(row) => deviceHref(row.device)}
      empty="No PDU has that name."
    />
  );
}

const powerMatch = { kind: ['power'], group: ['device', 'output', 'inlet', 'phase', 'line'] };
const currentMatch = { kind: ['current'], group: ['phase', 'line', 'inlet', 'bank'] };

const columns: readonly TableColumn<PduUnit>[] = [
  {
    id: 'device',
    head: 'PDU',
    value: (row) => row.device,
    cell: (row) => (
      <span className="inline-flex items-center gap-2">
        <Link className="font-medium hover:underline" href={deviceHref(row.device)}>
          {row.device}
        </Link>
        <Simulated when={row.simulated} />
      </span>
    ),
  },
  { id: 'feed', head: 'Feed', value: (row) => row.feed },
  {
    id: 'state',
    head: 'State',
    value: (row) => {
      const { order, words } = condition(row);
      return `${order} ${words}`;
    },
    cell: (row) => {
      const { level, words } = condition(row);
      return <Status level={level}>{words}</Status>;
    },
  },
  {
    id: 'power_watts',
    head: 'Power',
    align: 'right',
    value: (row) => row.powerWatts,
    cell: (row) =>
      row.powerGroup === null ? (
        '–'
      ) : (
        <PlantValue
          entity={{ device: row.device, kind: 'power', group: row.powerGroup }}
          match={powerMatch}
          across="sum"
          unit="watts"
          initial={row.powerWatts}
          timeMs={row.timeMs}
        />
      ),
  },
  {
    id: 'phases',
    head: 'Phases',
    help: 'Current of each; the bar is its share of the limit that the device states',
    value: (row) => row.phases.map(phaseText).join(', '),
    cell: (row) => (
      <span className="flex gap-5">
        {row.phases.slice(0, mostPhases).map((phase) => (
          <PhaseCell key={phase.name} device={row.device} phase={phase} timeMs={row.timeMs} />
        ))}
      </span>
    ),
  },
  {
    id: 'fullest_bank',
    head: 'Fullest bank',
    help: 'The bank nearest to the limit of its breaker',
    value: (row) => shareOf(fullest(row.banks)),
    cell: (row) => {
      const bank = fullest(row.banks);
      return bank ? (
        <PhaseCell device={row.device} phase={bank} timeMs={row.timeMs} />
      ) : (
        <span className="text-faint">none told</span>
      );
    },
  },
];

const mostPhases = 6;

function PhaseCell({
  device,
  phase,
  timeMs,
}: {
  device: string;
  phase: PhaseFigures;
  timeMs: number | null;
}) {
  const { name, limitAmperes, severity } = phase;
  return (
    <span className="inline-flex items-center gap-1.5">
      {(severity === 'warning' || severity === 'critical') && (
        <Status level={severity}>
          <span className="sr-only">{severity}</span>
        </Status>
      )}
      <span className="text-muted">{name}</span>
      <PlantValue
        entity={{ device, kind: 'current', sensor: name }}
        match={currentMatch}
        unit="amperes"
        initial={phase.currentAmperes}
        timeMs={timeMs}
      />
      {limitAmperes !== null && (
        <>
          <span className="text-faint">of {formatText(limitAmperes, 'amperes')}</span>
          <ShareBar ratio={shareOf(phase)} className="w-10" />
        </>
      )}
    </span>
  );
}

function condition({ pollState, severity }: PduUnit) {
  return conditionOf({ poll: { state: pollState }, severity });
}

function phaseText({ name, currentAmperes }: PhaseFigures): string {
  return `${name} ${formatText(currentAmperes, 'amperes')}`;
}

function shareOf(phase: PhaseFigures | null): number | null {
  if (!phase || phase.currentAmperes === null || !phase.limitAmperes) return null;
  return phase.currentAmperes / phase.limitAmperes;
}

function fullest(banks: readonly PhaseFigures[]): PhaseFigures | null {
  return banks.reduce<PhaseFigures | null>(
    (most, bank) => ((shareOf(bank) ?? -1) > (shareOf(most) ?? -1) ? bank : most),
    null,
  );
}
