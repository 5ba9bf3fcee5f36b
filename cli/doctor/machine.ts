import { access, constants, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { absent, broken, fact, fine, type Check, type Finding } from './finding.ts';

const gibibyte = 1024 ** 3;

export const checkMachine: Check = async ({ rootDirectory }) => [
  checkNode(process.versions.node),
  describeMachine(),
  await checkKernelFiles(rootDirectory, process.platform),
];

/** `version` without the leading v. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > 20 || (major === 20 && minor >= 19);
  if (isEnough) return fine(`Node ${version} runs this.`);
  return broken(`Node ${version} is too old: 20.19 or later is needed.`);
}

function describeMachine(): Finding {
  const cores = os.cpus();
  const model = cores[0]?.model.trim() ?? 'unknown processor';
  const [free, total] = [os.freemem(), os.totalmem()].map((bytes) => (bytes / gibibyte).toFixed(1));
  return fine(
    `${os.hostname()} runs ${os.type()} ${os.release()} on ${cores.length} × ${model} ` +
      `with ${total ?? '?'} GiB of memory, ${free ?? '?'} GiB free.`,
  );
}

const kernelFiles = ['proc/stat', 'proc/meminfo', 'proc/net/dev', 'sys/class/net'];

/** The host collectors read nothing else than these trees; they exist on Linux only. */
export async function checkKernelFiles(
  rootDirectory: string,
  platform: NodeJS.Platform,
): Promise<Finding> {
  const problems: string[] = [];
  for (const name of kernelFiles) {
    const file = path.join(rootDirectory, name);
    await access(file, constants.R_OK).catch((error: unknown) => {
      problems.push(`${file}: ${fact(error)}`);
    });
  }
  if (problems.length === 0) {
    return fine(`/proc and /sys under ${rootDirectory} can be read for CPU, memory and network.`);
  }
  if (platform !== 'linux' && rootDirectory === '/') {
    return absent(`CPU, memory and network come from Linux; this is ${platform}.`);
  }
  return broken(`The kernel's files cannot be read: ${problems.join('; ')}.`);
}

/** The text of a small file, or null when it cannot be read. */
export async function readSmall(file: string): Promise<string | null> {
  return readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
}
