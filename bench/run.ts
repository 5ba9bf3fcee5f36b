import { Argument, Command, CommanderError, InvalidArgumentError } from 'commander';
import type { Benchmark } from './benchmark.ts';
import { costs, type Cost, type CostOptions } from './costs.ts';
import { benchmarks } from './registry.ts';
import { Stopped } from './stop-signal.ts';
import { measurementRow, tableHead } from './table.ts';

interface RunOptions extends CostOptions {
  readonly json: boolean;
}

const all = [...benchmarks, ...costs];
const names = all.map(({ name }) => name);

const program = new Command('bench')
  .description('measure what has to be fast or small here, each beside something known')
  .addArgument(new Argument('[names...]', 'which; all without any').choices(names))
  .option('--json', 'one JSON object a measurement, one a line', false)
  .option('--seconds <n>', 'agent: how long to measure', parseBetween(9, 86_400), 72)
  .option(
    '--warm-up <n>',
    'agent: seconds before that, in which V8 compiles what runs often',
    parseBetween(5, 86_400),
    240,
  )
  .option('--ingest-seconds <n>', 'ingest: how long to take turns', parseBetween(1, 86_400), 90)
  .option('--live-seconds <n>', 'live: how long each part lasts', parseBetween(2, 3600), 15)
  .option('--minutes <n>', 'fleet: how long to measure', parseBetween(0.25, 10_080), 3)
  .option('--rounds-per-second <n>', 'agent: more than 1 for growth alone', parseBetween(1, 10), 1)
  .option('--days <n>', 'queries: days at one minute', parseBetween(1, 400), 30)
  .addHelpText('after', `\n${all.map((each) => `${each.name}: ${each.about}`).join('\n')}`)
  .exitOverride()
  .action(async (wanted: readonly string[], options: RunOptions) => {
    const isWanted = ({ name }: { name: string }) => wanted.length === 0 || wanted.includes(name);
    const chosen = benchmarks.filter(isWanted);
    if (chosen.length > 0) await (options.json ? printLines(chosen) : printTable(chosen));
    for (const cost of costs.filter(isWanted)) await printCost(cost, options);
  });

async function printTable(chosen: readonly Benchmark[]): Promise<void> {
  console.log(tableHead);
  for (const benchmark of chosen) {
    for await (const measurement of benchmark.run()) {
      console.log(measurementRow(benchmark.name, measurement));
    }
  }
}

async function printLines(chosen: readonly Benchmark[]): Promise<void> {
  for (const benchmark of chosen) {
    for await (const measurement of benchmark.run()) printObject(benchmark.name, measurement);
  }
}

async function printCost(cost: Cost, options: RunOptions): Promise<void> {
  for await (const { lines, objects } of cost.measure(options, tell)) {
    if (options.json) for (const object of objects) printObject(cost.name, object);
    else console.log(lines.join('\n'));
  }
}

function printObject(benchmark: string, object: object): void {
  console.log(JSON.stringify({ benchmark, ...object }));
}

function tell(sentence: string): void {
  console.error(sentence);
}

function parseBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It is a number from ${least} to ${most}.`);
  };
}

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof Stopped) console.error(`bench: ${error.message}`);
  else throw error;
}
