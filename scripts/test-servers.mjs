// The real servers and the browser that integration tests talk to.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './prepare.mjs';
import { run, step } from './run.mjs';

/** `marker` is what a test file imports when it needs the server. */
export const testServers = [
  {
    name: 'influxd',
    debianPackage: 'influxdb',
    marker: 'simulator/influxd',
    files: ['/usr/bin/influxd'],
  },
  {
    name: 'VictoriaMetrics',
    debianPackage: 'victoria-metrics',
    marker: 'simulator/victoria',
    files: ['/usr/bin/victoria-metrics'],
  },
  {
    name: 'PostgreSQL',
    debianPackage: 'postgresql',
    marker: 'simulator/postgres',
    files: [
      '/usr/lib/postgresql/15/bin/initdb',
      '/usr/lib/postgresql/16/bin/initdb',
      '/usr/lib/postgresql/17/bin/initdb',
    ],
  },
  {
    name: 'Chromium',
    debianPackage: 'chromium',
    marker: 'simulator/browser',
    files: ['/usr/bin/chromium'],
  },
  {
    name: 'Prometheus',
    debianPackage: 'prometheus',
    marker: 'simulator/prometheus',
    files: ['/usr/bin/prometheus'],
  },
  {
    name: 'snmpd',
    debianPackage: 'snmpd',
    marker: 'simulator/snmpd',
    files: ['/usr/sbin/snmpd'],
  },
  {
    name: 'snmptrap',
    debianPackage: 'snmp',
    marker: 'simulator/snmp-programs',
    files: ['/usr/bin/snmptrap'],
  },
  {
    name: 'g++ (for the simulated GPU driver)',
    debianPackage: 'g++',
    marker: 'simulator/nvml/',
    files: ['/usr/bin/g++'],
  },
];

const isInstalled = (server) => server.files.some((file) => existsSync(file));

/** Installs what is missing where we may (Debian, as root); returns what is still missing. */
export async function installTestServers() {
  const missing = testServers.filter((server) => !isInstalled(server));
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const quiet = { env, stdio: ['ignore', 'ignore', 'inherit'] };
    await run('apt-get', ['update', '-qq'], quiet);
    const packages = missing.map((server) => server.debianPackage);
    const args = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
    await step(`installed ${packages.join(', ')}`, 'apt-get', args, quiet);
  }
  return testServers.filter((server) => !isInstalled(server));
}

/** Test files that cannot run without the given servers. */
export function filesThatNeed(servers, testFiles) {
  return testFiles.filter((file) => {
    const source = readFileSync(path.join(root, file), 'utf8');
    return servers.some((server) => source.includes(server.marker));
  });
}
