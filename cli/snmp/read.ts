import { Command } from 'commander';
import { ConfigError } from '#lib/config/config.ts';
import { loadAllProfiles } from '#collectors/snmp/built-in-profiles.ts';
import type { SnmpClient } from '#collectors/snmp/client.ts';
import { recognise } from '#collectors/snmp/read/identify.ts';
import { planReading } from '#collectors/snmp/read/plan.ts';
import { readDevice } from '#collectors/snmp/read/read-device.ts';
import { ReadingCache } from '#collectors/snmp/read/reading-cache.ts';
import type { DeviceReading } from '#collectors/snmp/reading.ts';
import { openSnmpClient } from '#collectors/snmp/session/open-client.ts';
import { readingAsJson } from './reading-json.ts';
import { readingAsText } from './reading-text.ts';
import { targetOf, withTarget, type TargetOptions } from './target.ts';

interface ReadOptions extends TargetOptions {
  readonly profile?: string;
  readonly profiles?: string;
  readonly json: boolean;
}

const longestReadingMs = 28_000;

export function readCommand(): Command {
  return withTarget(new Command('read'))
    .description('Show what a device is and everything that is known of it')
    .option('--profile <name>', 'read it as this instead of asking what it is')
    .option('--profiles <directory>', 'profiles of your own')
    .option('--json', 'print one JSON object', false)
    .action(async (options: ReadOptions) => {
      const client = openSnmpClient(targetOf(options));
      try {
        const reading = await read(client, options);
        process.stdout.write(options.json ? readingAsJson(reading) : readingAsText(reading));
        for (const problem of reading.problems) process.stderr.write(`isotherm: ${problem}\n`);
      } finally {
        client.close();
      }
    });
}

async function read(client: SnmpClient, options: ReadOptions): Promise<DeviceReading> {
  const signal = AbortSignal.timeout(longestReadingMs);
  const profiles = loadAllProfiles(options.profiles ?? null);
  if (options.profile !== undefined && !profiles.has(options.profile)) {
    throw new ConfigError(`read ${options.host}: there is no profile "${options.profile}"`);
  }
  tell('asking what it is');
  const identification = await recognise(client, profiles, options.profile ?? null, signal);
  tell(`reading ${identification.profiles.map(({ name }) => name).join(', ')}`);
  return readDevice(client, planReading(identification), new ReadingCache(), signal);
}

/** Only for people who watch. */
function tell(progress: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${progress} …\n`);
}
