import { InvalidArgumentError } from 'commander';
import { readDuration } from '#simulation/fault/parse-fault.ts';
import { reportParts, type ReportPart } from '#simulation/report/hall-report.ts';
import type { Detail } from '#simulation/report/gpu-lines.ts';

/** The command line, read. Durations are in seconds. */
export interface SimulateOptions {
  readonly server?: string;
  readonly racks: number;
  readonly hostsPerRack: number;
  readonly gpusPerHost: number;
  readonly seed: number;
  readonly name: string;
  readonly interval: number;
  readonly speed: number;
  readonly backfill?: number;
  readonly until?: number;
  readonly resume?: number;
  readonly step: number;
  readonly historyOnly: boolean;
  readonly seconds?: number;
  readonly fault: readonly string[];
  readonly scenario?: string;
  readonly faultsPerDay: number;
  readonly detail: Detail;
  readonly only: ReadonlySet<ReportPart>;
  readonly senders?: number;
  readonly stdout: boolean;
  readonly place: boolean;
}

export function parseDurationSeconds(least: number, most: number): (text: string) => number {
  return (text) => {
    const seconds = readDuration(text);
    if (seconds !== null && seconds >= least && seconds <= most) return seconds;
    throw new InvalidArgumentError('It is a duration such as 500ms, 1s, 10m, 6h or 30d.');
  };
}

export function parseWholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
  };
}

export function parseNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It is a number from ${least} to ${most}.`);
  };
}

/** Names of hosts and devices begin with it. */
export function parseName(text: string): string {
  if (/^[a-z][a-z0-9-]{0,30}$/.test(text)) return text;
  throw new InvalidArgumentError(
    'It has small letters, digits and dashes and begins with a letter.',
  );
}

/** @returns epoch milliseconds */
export function parseMoment(text: string): number {
  const timeMs = /^\d{4}-\d\d-\d\d(T|$)/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(timeMs)) return timeMs;
  throw new InvalidArgumentError('It is a moment such as 2026-05-01T12:00:00Z.');
}

export function parseParts(text: string): ReadonlySet<ReportPart> {
  const wanted = text.split(',').map((part) => part.trim());
  const unknown = wanted.filter((part) => !reportParts.some((known) => known === part));
  if (unknown.length > 0) {
    throw new InvalidArgumentError(`Parts are ${reportParts.join(', ')}.`);
  }
  return new Set(reportParts.filter((part) => wanted.includes(part)));
}

export function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}
