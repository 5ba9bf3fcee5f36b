import { closeSync, constants, openSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '#collectors/agent/clock.ts';
import { Crew, type CrewState } from '#collectors/nvml/crew.ts';
import { hasDriverTrace } from '#collectors/nvml/driver-trace.ts';
import { startProgram } from '../start-program.ts';
import { absent, broken, fact, fine, type Check, type Finding } from './finding.ts';

const openingMs = 15_000;
const roundMs = 5000;

/** Asks the driver itself, in a process of its own as the agent does. */
export const checkGpus: Check = async ({ rootDirectory, nvmlLibrary }) => {
  if (nvmlLibrary === null && !hasDriverTrace(rootDirectory)) return [];
  const args = nvmlLibrary === null ? [] : ['--library', nvmlLibrary];
  const crew = new Crew({
    clock: systemClock,
    watchdogMs: 1000,
    start: () => startProgram(['nvml-reader', ...args]),
    onEvent: () => undefined,
    onHang: () => undefined,
    onRelease: () => undefined,
    onDriverGone: () => undefined,
  });
  try {
    const state = await crew.open(AbortSignal.timeout(openingMs));
    if (state.kind === 'unavailable') return [broken(`No GPU can be read: ${state.reason}.`)];
    return [describe(state, await readModels(crew)), checkKernelLog(rootDirectory)];
  } finally {
    await crew.close();
  }
};

/** Model of each GPU that answers. */
async function readModels(crew: Crew): Promise<string[]> {
  const models: string[] = [];
  await crew.gather(AbortSignal.timeout(roundMs), (answer) => {
    const [gpu] = answer.kind === 'gpu' ? answer.rows : [];
    if (gpu) models.push(gpu.model);
  });
  return models;
}

function describe(
  { driver }: Extract<CrewState, { kind: 'ready' }>,
  models: readonly string[],
): Finding {
  const counts = new Map<string, number>();
  for (const model of models) counts.set(model, (counts.get(model) ?? 0) + 1);
  const names = [...counts].map(([model, count]) => `${count} ${model}`).join(', ');
  const version = driver.driverVersion ?? 'of unknown version';
  const cuda = driver.cudaVersion === undefined ? '' : `, CUDA ${driver.cudaVersion}`;
  const whose = driver.isSimulated ? 'A simulated driver' : 'The NVIDIA driver';
  const sentence = `${whose} (${version}${cuda}) answers for ${names || 'no GPU'}`;
  const silent = driver.gpus - models.length;
  if (silent === 0) return fine(`${sentence}.`);
  return broken(`${sentence}; ${silent} of ${driver.gpus} GPUs cannot be read.`);
}

/** NVML tells an Xid only while the agent listens; the kernel log has them all, with their text. */
function checkKernelLog(rootDirectory: string): Finding {
  const file = path.join(rootDirectory, 'dev/kmsg');
  try {
    closeSync(openSync(file, constants.O_RDONLY | constants.O_NONBLOCK));
    return fine(`Xids are read from ${file} too.`);
  } catch (error) {
    return absent(
      `Xids come from the driver only, without their text: ${file} cannot be read: ${fact(error)}.`,
    );
  }
}
