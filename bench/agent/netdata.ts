import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { freePort } from '#tests/simulator/process.ts';
import { end, pidOf, type Absent, type Contestant } from './contestant.ts';

const name = 'netdata';
const programs = ['/usr/sbin/netdata', '/usr/bin/netdata', '/opt/netdata/usr/sbin/netdata'];

/** Netdata with the collectors it brings, at its one second, in a directory of its own. */
export async function startNetdata(): Promise<Contestant | Absent> {
  const program = programs.find((file) => existsSync(file));
  if (program === undefined) return { name, reason: 'it is not installed (Debian: netdata)' };
  const directory = mkdtempSync(path.join(os.tmpdir(), 'isotherm-netdata-'));
  const port = await freePort();
  const config = path.join(directory, 'netdata.conf');
  writeFileSync(config, configuration(directory, port));
  const child = spawn(program, ['-D', '-c', config, '-P', path.join(directory, 'pid')], {
    stdio: 'ignore',
    cwd: directory,
  });
  return {
    name,
    about: 'its own collectors, once a second, kept in memory',
    pid: pidOf(child, name),
    begin: () => undefined,
    samplesPerSecond: () => readSamplesPerSecond(`http://127.0.0.1:${port}/api/v1/charts`),
    stop: async () => {
      await end(child);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** What has no place in a comparison of gathering is off: alarms, machine learning, statsd. */
function configuration(directory: string, port: number): string {
  const places = ['config', 'cache', 'lib', 'log'].map((place) => {
    mkdirSync(path.join(directory, place));
    return `    ${place} = ${path.join(directory, place)}`;
  });
  const off = ['health', 'ml', 'statsd', 'registry'].map((part) => `[${part}]\n    enabled = no`);
  return [
    `[global]\n    run as user = ${os.userInfo().username}`,
    '[db]\n    mode = ram\n    update every = 1',
    `[directories]\n${places.join('\n')}`,
    `[web]\n    bind to = 127.0.0.1:${port}`,
    ...off,
    '',
  ].join('\n');
}

const chartsSchema = z.object({
  charts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      update_every: z.number(),
      last_entry: z.number(),
      dimensions: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** Dimensions a second, those of charts about itself left out. */
async function readSamplesPerSecond(url: string): Promise<number> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  return countSamples(await answer.json(), Date.now() / 1000);
}

export function countSamples(answer: unknown, nowSeconds: number): number {
  let samples = 0;
  for (const chart of Object.values(chartsSchema.parse(answer).charts)) {
    const isCurrent = nowSeconds - chart.last_entry <= 2 * chart.update_every + 5;
    if (chart.type === 'netdata' || !isCurrent) continue;
    samples += Object.keys(chart.dimensions).length / chart.update_every;
  }
  return samples;
}
