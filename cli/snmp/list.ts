import { Command } from 'commander';
import { loadAllProfiles } from '#collectors/snmp/built-in-profiles.ts';

export function listCommand(): Command {
  return new Command('profiles')
    .description('List the profiles by which devices are recognised')
    .option('--profiles <directory>', 'profiles of your own')
    .action(({ profiles: own }: { readonly profiles?: string }) => {
      const profiles = [...loadAllProfiles(own ?? null).values()];
      const width = Math.max(0, ...profiles.map(({ name }) => name.length));
      for (const { name, family, title } of profiles) {
        process.stdout.write(`${name.padEnd(width)}  ${family.padEnd(15)}  ${title}\n`);
      }
    });
}
