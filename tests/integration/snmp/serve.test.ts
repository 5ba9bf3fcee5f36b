import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { openSnmpClient } from '#collectors/snmp/session/open-client.ts';
import { repositoryRoot, stopProcess } from '#tests/simulator/process.ts';

const sysName = '1.3.6.1.2.1.1.5.0';
const folder = path.join(repositoryRoot, 'tests/simulator/snmp');

it('plays many devices in a process of their own, and tells what they cost', async () => {
  const child = fork(
    path.join(folder, 'serve.ts'),
    ['--copies', '20', path.join(folder, 'recordings')],
    { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  try {
    const heard = async (): Promise<unknown> => {
      const messages: unknown[] = await once(child, 'message');
      return messages[0];
    };
    const { port } = z.object({ port: z.number() }).parse(await heard());
    const names = Array.from({ length: 20 }, async (_, i) => {
      const credentials = { version: '2c', community: `rack-switch-${i + 1}` } as const;
      const client = openSnmpClient({ address: '127.0.0.1', port, credentials });
      const found = await client.get([sysName], new AbortController().signal);
      client.close();
      return found.get(sysName)?.type;
    });
    expect(await Promise.all(names)).toEqual(Array(20).fill('octets'));
    child.send('usage');
    const usage = z.object({ packets: z.number(), cpuSeconds: z.number() }).parse(await heard());
    expect(usage.packets).toBeGreaterThanOrEqual(20);
    expect(usage.cpuSeconds).toBeGreaterThan(0);
  } finally {
    await stopProcess(child, 'SIGTERM');
  }
});
