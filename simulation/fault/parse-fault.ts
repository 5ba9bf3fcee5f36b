import type { HallPlan } from '../plan/hall-plan.ts';
import { hash } from '../random.ts';
import { faultKinds, isFaultName, type Fault, type FaultName, type TargetKind } from './fault.ts';

/** Why a text is no fault of this hall. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
}

const form = /^([a-z0-9-]+):([^@\s]+)(?:@([^+\s]+))?(?:\+(\S+))?$/;

/**
 * Reads `kind:target@time+duration`, such as `cooling-off:crah-a1@10m+20m`. The time is counted from
 * the start, or a moment (RFC 3339); without it the fault is there from the start, and without a
 * duration it stays.
 *
 * @throws FaultError naming what is wrong
 */
export function parseFault(text: string, plan: HallPlan, startTime: number): Fault {
  const parts = form.exec(text.trim());
  if (!parts) {
    throw fault(text, 'is not kind:target@time+duration, such as slow-gpu:any@5m+1h');
  }
  const [, kind = '', target = '', at, duration] = parts;
  if (!isFaultName(kind)) {
    throw fault(text, `there is no kind ${kind}; kinds are ${Object.keys(faultKinds).join(', ')}`);
  }
  const from = at === undefined ? startTime : readMoment(at, startTime);
  const seconds = duration === undefined ? Infinity : readDuration(duration);
  if (from === null)
    throw fault(text, `${at ?? ''} is no time such as 90s, 10m, 2h or 2026-05-01T12:00Z`);
  if (seconds === null)
    throw fault(text, `${duration ?? ''} is no duration such as 90s, 10m or 2h`);
  return { kind, target: readTarget(text, kind, target, plan), from, until: from + seconds };
}

/** A scenario: one fault a line; what follows a # is for people. */
export function parseScenario(text: string, plan: HallPlan, startTime: number): Fault[] {
  return text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .map((line) => parseFault(line, plan, startTime));
}

function readMoment(text: string, startTime: number): number | null {
  const seconds = readDuration(text);
  if (seconds !== null) return startTime + seconds;
  const timeMs = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(timeMs) ? null : timeMs / 1000;
}

const units: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
};

/** @returns seconds; null for what is no duration such as `90s`, `1.5h` or `30d` */
export function readDuration(text: string): number | null {
  const parts = /^(\d{1,9}(?:\.\d{1,6})?)(ms|[smhdw])$/.exec(text);
  const unit = parts?.[2] === undefined ? undefined : units[parts[2]];
  return unit === undefined ? null : Number(parts?.[1]) * unit;
}

function readTarget(text: string, kind: FaultName, target: string, plan: HallPlan): number {
  const wanted = faultKinds[kind].target;
  const names = namesOf(wanted, plan);
  if (target === 'any') return hash(`${plan.size.seed} ${text}`) % Math.max(1, names.length);
  const index = names.findIndex((own) =>
    own.some((name) => name.toLowerCase() === target.toLowerCase()),
  );
  if (index >= 0) return index;
  const example = names[0]?.[0] ?? '';
  throw fault(
    text,
    `the hall has no ${words[wanted]} ${target}; they are called such as ${example}`,
  );
}

const words: Readonly<Record<TargetKind, string>> = {
  gpu: 'GPU',
  host: 'host',
  rack: 'rack',
  unit: 'cooling unit',
  feed: 'feed',
  pdu: 'PDU',
};

/** What each thing may be called, with and without the name of the hall. */
function namesOf(kind: TargetKind, plan: HallPlan): string[][] {
  const short = (name: string) => [name, name.slice(plan.size.name.length + 1)];
  switch (kind) {
    case 'gpu':
      return plan.gpus.map(({ uuid, host, index }) => [
        ...short(plan.hosts[host]?.name ?? '').map((name) => `${name}/${index}`),
        uuid,
      ]);
    case 'host':
      return plan.hosts.map(({ name }) => short(name));
    case 'rack':
      return plan.racks.map(({ name }) => [name]);
    case 'unit':
      return plan.coolingUnits.map(({ name }) => short(name));
    case 'feed':
      return plan.upses.map(({ name, feed }) => [feed, ...short(name)]);
    case 'pdu':
      return plan.pdus.map(({ name }) => short(name));
  }
}

function fault(text: string, fact: string): FaultError {
  return new FaultError(`read fault ${text}: ${fact}`);
}
