import { Command, Option } from 'commander';
import { environment } from '#lib/config/config.ts';
import { loadSimulateConfig } from '#lib/config/simulate-config.ts';
import { faultKinds, faultNames } from '#simulation/fault/fault.ts';
import { reportParts } from '#simulation/report/hall-report.ts';
import {
  collect,
  parseDurationSeconds,
  parseMoment,
  parseName,
  parseNumber,
  parseParts,
  parseWholeNumber,
  type SimulateOptions,
} from './simulate/options.ts';
import { stopSignal } from './stop-signal.ts';

const yearSeconds = 366 * 86_400;

export function simulateCommand(): Command {
  const command = new Command('simulate').description(
    'Play a hall of GPU hosts with its power and cooling, and push it to a server; all of it is marked simulated',
  );
  addHall(command);
  addTime(command);
  addFaults(command);
  addLoad(command);
  return command.addHelpText('after', `\n${faultHelp()}\n${environmentHelp}`).action(run);
}

function addHall(command: Command): void {
  command
    .option(
      '--server <url>',
      'where to push; default: ISOTHERM_SERVER_URL or http://127.0.0.1:3000',
    )
    .option('--racks <n>', 'racks in the hall', parseWholeNumber(1, 5_000), 4)
    .option('--hosts-per-rack <n>', 'hosts in each rack', parseWholeNumber(1, 40), 4)
    .option('--gpus-per-host <n>', 'GPUs in each host', parseWholeNumber(1, 16), 8)
    .option('--no-place', 'leave the inventory alone, even with ISOTHERM_ADMIN_TOKEN')
    .option('--seed <n>', 'equal seeds make equal halls', parseWholeNumber(0, 0xffff_ffff), 1)
    .option(
      '--name <name>',
      'site of the hall; names of hosts and devices begin with it',
      parseName,
      'sim',
    );
}

function addTime(command: Command): void {
  command
    .addOption(
      new Option('--interval <duration>', 'time between two reports')
        .argParser(parseDurationSeconds(0.05, 3_600))
        .default(1, '1s'),
    )
    .option(
      '--speed <n>',
      "let the hall's own clock run faster: jobs and heat hurry, counters keep to the samples' time",
      parseNumber(1, 600),
      1,
    )
    .option(
      '--backfill <duration>',
      'fill in history first, as fast as the server takes it, then go on live; do this before anything live of the same name',
      parseDurationSeconds(60, yearSeconds),
    )
    .addOption(
      new Option('--step <duration>', 'time between two reports of history')
        .argParser(parseDurationSeconds(1, 3_600))
        .default(60, '1m'),
    )
    .option('--history-only', 'end when history is filled in', false)
    .option('--until <moment>', 'end history there instead of now', parseMoment)
    .option(
      '--resume <moment>',
      'send no history before it: goes on where one with the same --until was stopped',
      parseMoment,
    )
    .option('--seconds <n>', 'end so long after live began', parseNumber(0, yearSeconds));
}

function addFaults(command: Command): void {
  command
    .option(
      '--fault <kind:target@time+duration>',
      'may repeat; kinds and targets below',
      collect,
      [],
    )
    .option('--scenario <file>', 'faults, one a line; read again when it is saved')
    .option(
      '--faults-per-day <n>',
      'faults that happen by themselves, for each thousand GPUs',
      parseNumber(0, 100_000),
      6,
    );
}

function addLoad(command: Command): void {
  command
    .addOption(
      new Option('--detail <detail>', 'fields of a GPU: the 20 of the core, or all of a Hopper')
        .choices(['core', 'full'])
        .default('full'),
    )
    .addOption(
      new Option('--only <parts>', `leave out the other parts: ${reportParts.join(',')}`)
        .argParser(parseParts)
        .default(new Set(reportParts), 'all'),
    )
    .option(
      '--senders <n>',
      'connections, each with hosts of its own; as many as hosts: like real agents',
      parseWholeNumber(1, 1_000),
    )
    .option('--stdout', 'print line protocol instead of pushing it', false);
}

function faultHelp(): string {
  const lines = faultNames.map((name) => {
    const { target, help } = faultKinds[name];
    return `  ${name.padEnd(16)} ${target.padEnd(5)} ${help}`;
  });
  return [
    'Faults, what they happen to, and what follows:',
    ...lines,
    '',
    'A target is a name as the pages show it, with or without the name of the hall: a01-1/3 (a GPU),',
    'a01-1 (a host), A01 (a rack), crah-a1 (a cooling unit), a or b (a feed), pdu-a01-a; or any.',
    'A time is counted from the start (10m) or a moment (2026-05-01T12:00Z); without one the fault is',
    'there from the start, without a duration it stays: --fault cooling-off:crah-a1@10m+20m',
  ].join('\n');
}

const environmentHelp = [
  '',
  'ISOTHERM_AGENT_TOKEN writes the samples. With ISOTHERM_ADMIN_TOKEN (of an operator or administrator)',
  'racks and hosts are put into the inventory first; without it they stand where their series say.',
  'Example: ISOTHERM_AGENT_TOKEN=… bin/isotherm simulate --racks 32 --hosts-per-rack 4 --gpus-per-host 8 --seed 1',
].join('\n');

async function run(options: SimulateOptions): Promise<void> {
  const { simulate } = await import('./simulate/run.ts');
  const { createVoice } = await import('./simulate/terminal.ts');
  const config = loadSimulateConfig(environment(), options.server);
  const signal = stopSignal();
  const { rejectedLines, acceptedLines, trouble } = await simulate({
    ...{ options, config, signal, wallMs: () => Date.now() },
    say: createVoice(options.stdout),
  });
  // Who is stopped leaves unsent what the server has not taken; that is no failure.
  if (rejectedLines === 0 || signal.aborted) return;
  throw new Error(
    `simulate hall: ${rejectedLines} of ${acceptedLines + rejectedLines} points were not taken: ${trouble ?? 'for a reason that has passed'}`,
  );
}
