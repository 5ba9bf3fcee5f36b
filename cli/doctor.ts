import { Command } from 'commander';
import { environment, loadConfig, type Config } from '#lib/config/config.ts';
import { checkBus } from './doctor/bus.ts';
import type { Check, Finding } from './doctor/finding.ts';
import { checkGpus } from './doctor/gpus.ts';
import { checkHardware } from './doctor/hardware.ts';
import { checkMachine } from './doctor/machine.ts';
import { checkReach } from './doctor/reach.ts';
import { checkStorage } from './doctor/storage.ts';
import { checkTraining } from './doctor/training.ts';

const checks: readonly Check[] = [
  checkMachine,
  checkHardware,
  checkGpus,
  checkTraining,
  checkStorage,
  checkReach,
  checkBus,
];

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Say what this machine has and lacks; exit code 1 if something configured fails')
    .option('--json', 'one JSON object a line: {"state","sentence"}', false)
    .action(async ({ json }: { json: boolean }) => {
      const findings = await examine(loadConfig(environment()));
      const print = json ? JSON.stringify : line;
      for (const finding of findings) process.stdout.write(`${print(finding)}\n`);
      if (findings.some(({ state }) => state === 'broken')) process.exitCode = 1;
    });
}

async function examine(config: Config): Promise<Finding[]> {
  const results = await Promise.all(checks.map((check) => check(config)));
  return results.flat();
}

const marks: Readonly<Record<Finding['state'], string>> = { fine: '✓', absent: '–', broken: '✗' };

function line({ state, sentence }: Finding): string {
  return `${marks[state]} ${sentence}`;
}
