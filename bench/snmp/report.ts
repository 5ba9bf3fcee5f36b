import { formatText } from '#lib/format/value.ts';
import type { SnmpCost } from './snmp-cost.ts';

/** The table of one run, with what it should be where there is a goal. */
export function snmpLines(cost: SnmpCost): string[] {
  const seconds = (value: number) => formatText(value, 'seconds').replaceAll('\u00a0', ' ');
  const bytes = formatText(cost.residentBytes, 'bytes').replaceAll('\u00a0', ' ');
  const cpu = `${(cost.cpuShare * 100).toFixed(1)} % of one core`;
  const program = cost.isBundled ? 'bundled' : 'through tsx';
  return [
    row(`agent, ${program}`, `${cost.devices} devices, ${Math.round(cost.seconds)} s`),
    row('processor', cpu, goal('below 60 %', cost.cpuShare < 0.6)),
    row('memory, resident', bytes),
    row('polls of healthy devices', String(cost.polls)),
    row('late by more than 2 s', String(cost.lateHealthy), goal('0', cost.lateHealthy === 0)),
    row('latest', seconds(cost.worstLateSeconds)),
    row('poll time, median', seconds(cost.p50Seconds)),
    row('poll time, p99', seconds(cost.p99Seconds)),
    row('polls that failed', String(cost.failed)),
    row('requests without an answer', String(cost.timeouts)),
    row('points pushed', String(cost.points)),
  ];
}

function row(what: string, value: string, wanted = ''): string {
  return `snmp         ${what.padEnd(28)} ${value.padEnd(28)} ${wanted}`.trimEnd();
}

function goal(text: string, isMet: boolean): string {
  return `goal ${text}: ${isMet ? 'met' : 'missed'}`;
}
