import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryDirectory } from '../process.ts';

export const scenarioNames = [
  'h200-8',
  'b200-8',
  'a100-8',
  'lost-gpu',
  'all-unsupported',
  'hanging-call',
  'driver-reload',
  'no-driver',
  'version-mismatch',
  'mig',
  'old-driver',
  'xid-burst',
  'throttle-waves',
  'ecc-storm',
] as const;

export type ScenarioName = (typeof scenarioNames)[number];

/** A number, or an expression, text or code in the language of the scenario files. */
export type ScenarioValue = number | bigint | string;

export interface ScenarioEvent {
  readonly gpu: number;
  readonly type: string;
  readonly data: number | bigint;
  readonly gpuInstance?: number;
  readonly computeInstance?: number;
}

/** A scenario that a test changes while a process reads it. */
export interface LiveScenario {
  /** Value for FAKE_NVML_SCENARIO. */
  readonly path: string;
  set(changes: Readonly<Record<string, ScenarioValue>>): void;
  /** Goes back to what the base scenario says. */
  unset(...keys: readonly string[]): void;
  /** Happens now, for those who are listening already. */
  raise(event: ScenarioEvent): void;
  /** Voids every handle and starts every counter from zero, as `rmmod` and `modprobe` do. */
  reloadDriver(): void;
  /** Replaces the whole text, however wrong. */
  write(text: string): void;
  remove(): void;
}

/** Answer of a key that the driver refuses with this code. */
export function code(number: number): string {
  return `!${number}`;
}

/** Answer of a key that the driver does not support. */
export const absent = 'absent';

export function text(value: string): string {
  return `"${value}"`;
}

export function scenarioFile(name: ScenarioName): string {
  return path.join(import.meta.dirname, 'scenarios', `${name}.txt`);
}

/** What the library has to be built without to be this scenario's. */
export function absentSymbols(name: ScenarioName): string[] {
  const lines = readFileSync(scenarioFile(name), 'utf8').matchAll(/^symbol\.(\w+) = absent$/gm);
  return [...lines].flatMap((line) => line[1] ?? []);
}

export function openScenario(
  base: ScenarioName,
  changes: Readonly<Record<string, ScenarioValue>> = {},
): LiveScenario {
  const folder = temporaryDirectory('isotherm-nvml-');
  const file = path.join(folder, 'scenario.txt');
  const keys = new Map<string, ScenarioValue>(Object.entries(changes));
  const events: string[] = [];
  let generation = 0;
  let version = 0;

  const write = (content: string) => {
    const draft = path.join(folder, `draft-${(version += 1)}`);
    writeFileSync(draft, content);
    renameSync(draft, file);
  };
  const publish = () => {
    const lines = [...keys].map(([key, value]) => `${key} = ${value}`);
    write([`include = "${scenarioFile(base)}"`, ...lines, ...events, ''].join('\n'));
  };
  const set = (more: Readonly<Record<string, ScenarioValue>>) => {
    // A key that is set again has to come last, after the ranges that also cover it.
    for (const key of Object.keys(more)) keys.delete(key);
    for (const [key, value] of Object.entries(more)) keys.set(key, value);
    publish();
  };

  publish();
  return {
    path: file,
    set,
    unset: (...names) => {
      for (const name of names) keys.delete(name);
      publish();
    },
    raise: (event) => {
      events.push(`event = ${eventWords(event)} unix_ms=${Date.now()}`);
      publish();
    },
    reloadDriver: () => {
      const epochMs = Number(keys.get('epoch_ms') ?? defaultEpochMs);
      set({
        'driver.generation': (generation += 1),
        'driver.loaded_s': (Date.now() - epochMs) / 1000,
      });
    },
    write,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const defaultEpochMs = Date.UTC(2025, 0, 1);

function eventWords(event: ScenarioEvent): string {
  const words = [`gpu=${event.gpu}`, `type=${event.type}`, `data=${event.data}`];
  if (event.gpuInstance !== undefined) words.push(`gi=${event.gpuInstance}`);
  if (event.computeInstance !== undefined) words.push(`ci=${event.computeInstance}`);
  return words.join(' ');
}
