import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ProgramProcess } from '#collectors/collector.ts';
import { environment } from '#lib/config/config.ts';
import { readerEnvironment } from '#lib/config/child-environment.ts';

/** This same program, from the sources as from the bundle. */
export const programFile = fileURLToPath(new URL('../bin/isotherm', import.meta.url));

/** V8's four threads for what it does aside hold a megabyte more than one does. */
const smallNode = ['--v8-pool-size=1'];

/** Starts it in a process of its own, without the secrets of this one. */
export function startProgram(args: readonly string[]): ProgramProcess {
  return spawn(process.execPath, [...smallNode, programFile, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { NODE_ENV: 'production', ...readerEnvironment(environment()) },
  });
}
