import { access, constants, readdir } from 'node:fs/promises';
import path from 'node:path';
import { absent, broken, fact, fine, type Check, type Finding } from './finding.ts';
import { readSmall } from './machine.ts';

const libraryName = 'libnvidia-ml.so.1';

/** Debian, Red Hat, Arm, WSL 2 and NixOS put the driver's libraries here. */
const libraryFolders = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/lib/wsl/lib',
  '/run/opengl-driver/lib',
];

export const checkHardware: Check = async ({ rootDirectory, nvmlLibrary }) => [
  await checkNvidia(rootDirectory, nvmlLibrary, libraryFolders),
  await checkAmd(rootDirectory),
  await checkRapl(rootDirectory),
  await checkInfiniband(rootDirectory),
];

/** @param configured path of the library as the environment gives it, or null */
export async function checkNvidia(
  rootDirectory: string,
  configured: string | null,
  folders: readonly string[],
): Promise<Finding> {
  if (configured !== null) {
    const problem = await readProblem(configured);
    if (problem) return broken(`ISOTHERM_NVML_LIBRARY is ${configured}: ${problem}.`);
    return fine(`The NVIDIA management library is ${configured}, as configured.`);
  }
  const version = await driverVersion(rootDirectory);
  for (const folder of folders) {
    const file = path.join(folder, libraryName);
    if ((await readProblem(file)) !== null) continue;
    const driver = version === null ? 'no driver is loaded' : `driver ${version}`;
    return fine(`The NVIDIA management library is ${file}; ${driver}.`);
  }
  if (version === null) return absent(`No NVIDIA driver: ${libraryName} is in no usual folder.`);
  return broken(
    `NVIDIA driver ${version} is loaded, but ${libraryName} is in no usual folder: ` +
      'set ISOTHERM_NVML_LIBRARY to its path.',
  );
}

async function driverVersion(rootDirectory: string): Promise<string | null> {
  const text = await readSmall(path.join(rootDirectory, 'proc/driver/nvidia/version'));
  return text === null ? null : (/\b\d{3}\.\d+(\.\d+)?\b/.exec(text)?.[0] ?? 'of unknown version');
}

/** Cards by what the driver's own files say; a partition of a GPU has no vendor file. */
export async function checkAmd(rootDirectory: string): Promise<Finding> {
  const folder = path.join(rootDirectory, 'sys/class/drm');
  const cards = (await list(folder)).filter((name) => /^card\d+$/.test(name));
  const names: string[] = [];
  for (const card of cards) {
    const device = path.join(folder, card, 'device');
    if ((await readSmall(path.join(device, 'vendor'))) !== '0x1002') continue;
    const problem = await readProblem(path.join(device, 'gpu_busy_percent'));
    if (problem) return broken(`${card} is an AMD GPU whose load cannot be read: ${problem}.`);
    names.push((await readSmall(path.join(device, 'product_name'))) ?? card);
  }
  if (names.length === 0) return absent('There is no AMD GPU.');
  return fine(`AMD GPUs: ${names.join(', ')}.`);
}

/** Since Linux 5.10 only root may read the counters (CVE-2020-8694). */
export async function checkRapl(rootDirectory: string): Promise<Finding> {
  const folder = path.join(rootDirectory, 'sys/class/powercap');
  const packages = (await list(folder)).filter((name) => /^intel-rapl:\d+$/.test(name));
  if (packages.length === 0) return absent('The processor offers no energy counters (RAPL) here.');
  for (const name of packages) {
    const problem = await readProblem(path.join(folder, name, 'energy_uj'));
    if (problem) return absent(`Energy of the processor (RAPL) cannot be read: ${problem}.`);
  }
  return fine(`Energy of ${packages.length} processor packages (RAPL) can be read.`);
}

export async function checkInfiniband(rootDirectory: string): Promise<Finding> {
  const devices = await list(path.join(rootDirectory, 'sys/class/infiniband'));
  if (devices.length === 0) return absent('There is no InfiniBand device.');
  return fine(`InfiniBand devices: ${devices.join(', ')}.`);
}

async function list(folder: string): Promise<string[]> {
  return readdir(folder).then(
    (names) => names.sort(),
    () => [],
  );
}

async function readProblem(file: string): Promise<string | null> {
  return access(file, constants.R_OK).then(() => null, fact);
}
