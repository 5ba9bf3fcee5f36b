import type { ProgramCost } from './cost.ts';
import type { GatherTimes } from './gather-times.ts';
import { megabytes, microseconds, percent, type Goal } from './goals.ts';

/** Columns aligned, the first to the left, the others to the right. */
export function alignRows(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

const costHead = [
  'program',
  'processes',
  'processor',
  'resident',
  'proportional',
  'own grew by',
  'resident by',
  'samples/s',
  'a sample',
];

/** A row a program, and below one of several processes a row for each of them. */
export function costTable(costs: readonly ProgramCost[]): string[] {
  return alignRows([costHead, ...costs.flatMap((cost) => [programRow(cost), ...partRows(cost)])]);
}

function programRow(cost: ProgramCost): string[] {
  return [
    cost.program,
    String(cost.processes),
    percent(cost.cpuRatio),
    megabytes(cost.residentBytes),
    megabytes(cost.proportionalBytes),
    megabytes(cost.grownBytes),
    megabytes(cost.grownResidentBytes),
    cost.samplesPerSecond === null ? '–' : cost.samplesPerSecond.toFixed(0),
    microseconds(cost.microsecondsPerSample),
  ];
}

function partRows({ parts, processes }: ProgramCost): string[][] {
  if (processes < 2) return [];
  return parts.map((part) => [
    `  of it ${part.purpose}`,
    '',
    percent(part.cpuRatio),
    megabytes(part.residentBytes),
    megabytes(part.proportionalBytes),
    megabytes(part.grownBytes),
    megabytes(part.grownResidentBytes),
    ...['', ''],
  ]);
}

/** The first program beside each of the others. */
export function ratioTable([own, ...others]: readonly ProgramCost[]): string[] {
  if (!own) return [];
  const ratio = (mine: number | null, theirs: number | null) =>
    mine === null || theirs === null || theirs === 0 ? '–' : `${(mine / theirs).toFixed(2)}×`;
  const rows = others.map((other) => [
    other.program,
    ratio(own.cpuRatio, other.cpuRatio),
    ratio(own.residentBytes, other.residentBytes),
    ratio(own.proportionalBytes, other.proportionalBytes),
    ratio(own.microsecondsPerSample, other.microsecondsPerSample),
  ]);
  const head = [`${own.program} over`, 'processor', 'resident', 'proportional', 'a sample'];
  return alignRows([head, ...rows]);
}

export function gatherTable(gathers: readonly GatherTimes[]): string[] {
  const milliseconds = (seconds: number) => `${(seconds * 1000).toFixed(1)} ms`;
  const rows = gathers.map(({ collector, rounds, p50Seconds, p99Seconds }) => [
    collector,
    String(rounds),
    milliseconds(p50Seconds),
    milliseconds(p99Seconds),
  ]);
  return alignRows([['gather', 'rounds', 'median', '99th percentile'], ...rows]);
}

export function goalLines(goals: readonly Goal[]): string[] {
  return goals.map(({ goal, measured, isMet }) => {
    const mark = isMet === null ? '–' : isMet ? '✓' : '✗';
    return `${mark} ${goal}: ${measured}`;
  });
}
