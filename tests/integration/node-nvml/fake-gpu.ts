import { setTimeout as sleep } from 'node:timers/promises';
import { openNvml, type Device, type Nvml, type OpenedNvml, type Reading } from '#node-nvml';
import { buildFakeNvml } from '#tests/simulator/nvml/build-fake-nvml.ts';
import {
  absentSymbols,
  openScenario,
  text,
  type ScenarioEvent,
  type ScenarioName,
  type ScenarioValue,
} from '#tests/simulator/nvml/scenario.ts';

type Changes = Readonly<Record<string, ScenarioValue>>;

export interface FakeHost {
  readonly nvml: Nvml;
  gpu(index: number): Device;
  /** Returns when the library has read the changes. */
  set(changes: Changes): Promise<void>;
  raise(event: ScenarioEvent): void;
  close(): void;
}

/** A process of the scenario whose name says which changes the library has read. */
const markedPid = 1;
const marker = `process.${markedPid}.name`;
const spareMarker = { 'mutate.spare': text('nvmlSystemGetProcessName') };

/** The fake library asks the environment at every call: one host at a time in a process. */
export async function openFakeHost(name: ScenarioName, changes: Changes = {}): Promise<FakeHost> {
  const library = await buildFakeNvml({ absentSymbols: absentSymbols(name) });
  const path = `${name} ${performance.now()}`;
  const scenario = openScenario(name, { ...changes, ...spareMarker, [marker]: text(path) });
  process.env.FAKE_NVML_SCENARIO = scenario.path;
  const nvml = await until(() => openMarked(library, path));
  let changeCount = 0;
  return {
    nvml,
    gpu: (index) => valueIn(nvml.device(index)),
    set: async (more) => {
      const mark = `${path} change ${(changeCount += 1)}`;
      scenario.set({ ...more, [marker]: text(mark) });
      await until(() => (isMarked(nvml, mark) ? true : null));
    },
    raise: (event) => scenario.raise(event),
    close: () => {
      nvml.close();
      scenario.remove();
    },
  };
}

/** Opens until the answer has this code: the library looks for another scenario now and then. */
export async function openUntilCode(library: string, code: number): Promise<OpenedNvml> {
  return until(() => {
    const opened = openNvml({ library });
    if (opened.kind === 'unavailable' && opened.code === code) return opened;
    if (opened.kind === 'open') opened.nvml.close();
    return null;
  });
}

export function valueIn<T>(reading: Reading<T>): T {
  if (reading.kind !== 'value') {
    throw new Error(`expected a value: ${reading.kind}, ${reading.reason} (code ${reading.code})`);
  }
  return reading.value;
}

/** Asks again until there is an answer. */
export async function until<T>(ask: () => T | null): Promise<T> {
  const deadline = performance.now() + 10_000;
  while (performance.now() < deadline) {
    const answer = ask();
    if (answer !== null) return answer;
    await sleep(5);
  }
  throw new Error(`wait for ${String(ask)}: not within ten seconds`);
}

function openMarked(library: string, mark: string): Nvml | null {
  const opened = openNvml({ library });
  if (opened.kind !== 'open') return null;
  if (isMarked(opened.nvml, mark)) return opened.nvml;
  opened.nvml.close();
  return null;
}

function isMarked({ system }: Nvml, mark: string): boolean {
  const name = system.processName(markedPid);
  return name.kind === 'value' && name.value === mark;
}
