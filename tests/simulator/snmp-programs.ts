import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs net-snmp's snmptrap or snmpinform. Rejects with its output when it fails, as snmpinform does
 * without an answer.
 */
export async function sendWith(
  program: 'snmptrap' | 'snmpinform',
  port: number,
  credentials: readonly string[],
  content: readonly string[],
): Promise<void> {
  const limits = program === 'snmpinform' ? ['-t', '2', '-r', '1'] : [];
  const args = [...credentials, ...limits, '-On', `127.0.0.1:${port}`, ...content];
  // No MIB is needed for numbers, and loading them all takes a second.
  await run(`/usr/bin/${program}`, args, {
    env: { NODE_ENV: 'test', MIBS: '', HOME: '/nonexistent' },
  });
}
