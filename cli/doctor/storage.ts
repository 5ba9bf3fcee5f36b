import { access, constants, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { broken, fact, fine, type Check, type Finding } from './finding.ts';

const gigabyte = 1e9;
const leastFree = 1 * gigabyte;

export const checkStorage: Check = async ({ dataDirectory }) => [
  await checkDataDirectory(path.resolve(dataDirectory)),
];

/** Writes nothing: a directory that does not exist yet is judged by the nearest one that does. */
export async function checkDataDirectory(directory: string): Promise<Finding> {
  const existing = await nearestExisting(directory);
  try {
    if (!(await stat(existing)).isDirectory()) {
      return broken(`The data directory ${directory} cannot be made: ${existing} is a file.`);
    }
    await access(existing, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = await statfs(existing);
    return judge(directory, bavail * bsize, existing === directory);
  } catch (error) {
    return broken(`The data directory ${directory} cannot be written: ${fact(error)}.`);
  }
}

function judge(directory: string, freeBytes: number, exists: boolean): Finding {
  const free = `${(freeBytes / gigabyte).toFixed(1)} GB free`;
  if (freeBytes < leastFree) return broken(`The data directory ${directory} has only ${free}.`);
  const state = exists ? 'can be written' : 'does not exist yet and can be made';
  return fine(`The data directory ${directory} ${state}; ${free}.`);
}

async function nearestExisting(directory: string): Promise<string> {
  const exists = await stat(directory).then(
    () => true,
    () => false,
  );
  const parent = path.dirname(directory);
  return exists || parent === directory ? directory : nearestExisting(parent);
}
