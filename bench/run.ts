import { Argument, Command, CommanderError } from 'commander';
import type { Benchmark } from './benchmark.ts';
import { benchmarks } from './registry.ts';
import { measurementRow, tableHead } from './table.ts';

const names = benchmarks.map(({ name }) => name);

const program = new Command('bench')
  .description('measure what has to be fast here, each beside something known')
  .addArgument(new Argument('[names...]', 'which; all without any').choices(names))
  .option('--json', 'one JSON object a measurement, one a line', false)
  .addHelpText('after', `\n${benchmarks.map((each) => `${each.name}: ${each.about}`).join('\n')}`)
  .exitOverride()
  .action(async (wanted: readonly string[], { json }: { json: boolean }) => {
    const chosen = benchmarks.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
    await (json ? printLines(chosen) : printTable(chosen));
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
    for await (const measurement of benchmark.run()) {
      console.log(JSON.stringify({ benchmark: benchmark.name, ...measurement }));
    }
  }
}

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
