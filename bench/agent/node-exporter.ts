import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { freePort } from '#tests/simulator/process.ts';
import { Counter, end, pidOf, type Absent, type Contestant } from './contestant.ts';

const name = 'node_exporter';
const programs = ['/usr/bin/prometheus-node-exporter', '/usr/local/bin/node_exporter'];

/** node_exporter, scraped once a second; whoever stores what it says is not part of it. */
export async function startNodeExporter(): Promise<Contestant | Absent> {
  const program = programs.find((file) => existsSync(file));
  if (program === undefined) {
    return { name, reason: 'it is not installed (Debian: prometheus-node-exporter)' };
  }
  const port = await freePort();
  const args = [`--web.listen-address=127.0.0.1:${port}`, '--log.level=error'];
  const child = spawn(program, args, { stdio: 'ignore' });
  const counter = new Counter();
  const scrape = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    counter.add(countSamples(await answer.text()));
  };
  // It listens a moment after it was started; a scrape that fails counts nothing.
  const timer = setInterval(() => void scrape().catch(() => undefined), 1000);
  return {
    name,
    about: 'its own collectors, scraped once a second, stored by nobody',
    pid: pidOf(child, name),
    begin: () => counter.begin(),
    samplesPerSecond: () => Promise.resolve(counter.perSecond()),
    stop: async () => {
      clearInterval(timer);
      await end(child);
    },
  };
}

/** Samples of a page in the text format, those about the exporter itself left out. */
export function countSamples(page: string): number {
  const own = /^(#|go_|process_|promhttp_|node_scrape_|node_exporter_)/;
  return page.split('\n').filter((line) => line !== '' && !own.test(line)).length;
}
