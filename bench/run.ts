import { Argument, Command, CommanderError, InvalidArgumentError } from 'commander';
import { agentCost } from './agent/agent-cost.ts';
import { reportLines, reportObjects } from './agent/report.ts';
import type { Benchmark } from './benchmark.ts';
import { ingestCost } from './ingest/ingest-cost.ts';
import { reportLines as ingestLines, reportObjects as ingestObjects } from './ingest/report.ts';
import { heatmapCost } from './heatmap/heatmap-cost.ts';
import { heatmapLines, heatmapObjects } from './heatmap/report.ts';
import { pageCost } from './pages/page-cost.ts';
import { pageLines, pageObjects } from './pages/report.ts';
import { fleetLines, fleetObjects } from './fleet/report.ts';
import { fleetSoak } from './fleet/soak.ts';
import { liveCost } from './live/live-cost.ts';
import { liveLines, liveObjects } from './live/report.ts';
import { printQueryCost } from './queries/print.ts';
import { queryCost } from './queries/query-cost.ts';
import { benchmarks } from './registry.ts';
import { snmpLines } from './snmp/report.ts';
import { snmpCost } from './snmp/snmp-cost.ts';
import { Stopped, untilStopped } from './stop-signal.ts';
import { measurementRow, tableHead } from './table.ts';

interface RunOptions {
  readonly json: boolean;
  readonly seconds: number;
  readonly ingestSeconds: number;
  readonly liveSeconds: number;
  readonly minutes: number;
  readonly warmUp: number;
  readonly roundsPerSecond: number;
  readonly days: number;
}

const all = [
  ...benchmarks,
  agentCost,
  snmpCost,
  liveCost,
  fleetSoak,
  queryCost,
  pageCost,
  heatmapCost,
  ingestCost,
];
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
    if (isWanted(agentCost)) await printAgentCost(options);
    if (isWanted(snmpCost)) await printSnmpCost(options);
    if (isWanted(ingestCost)) await printIngestCost(options);
    if (isWanted(pageCost)) await printPageCost(options);
    if (isWanted(heatmapCost)) await printHeatmapCost(options);
    if (isWanted(liveCost)) await printLiveCost(options);
    if (isWanted(fleetSoak)) await printFleetSoak(options);
    if (isWanted(queryCost)) await printQueryCost(options);
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

async function printAgentCost({ json, seconds, warmUp, roundsPerSecond }: RunOptions) {
  const options = { seconds, warmUpSeconds: warmUp, roundsPerSecond };
  const result = await untilStopped((signal) => agentCost.run(options, tell, signal));
  if (json) {
    for (const object of reportObjects(result)) {
      console.log(JSON.stringify({ benchmark: agentCost.name, ...object }));
    }
  } else {
    console.log(reportLines(result, options).join('\n'));
  }
}

async function printSnmpCost({ json }: RunOptions) {
  const cost = await untilStopped((signal) => snmpCost.run(tell, signal));
  if (json) console.log(JSON.stringify({ benchmark: snmpCost.name, ...cost }));
  else console.log(snmpLines(cost).join('\n'));
}

async function printIngestCost({ json, ingestSeconds }: RunOptions) {
  const options = { seconds: ingestSeconds, rhythmSeconds: 30 };
  const cost = await ingestCost.run(options, (sentence) => console.error(sentence));
  if (json) {
    for (const object of ingestObjects(cost)) {
      console.log(JSON.stringify({ benchmark: ingestCost.name, ...object }));
    }
  } else console.log(ingestLines(cost).join('\n'));
}

async function printPageCost({ json }: RunOptions) {
  const costs = await pageCost.run((sentence) => console.error(sentence));
  if (json) {
    for (const object of pageObjects(costs)) {
      console.log(JSON.stringify({ benchmark: pageCost.name, ...object }));
    }
  } else {
    console.log(pageLines(costs).join('\n'));
  }
}

async function printHeatmapCost({ json }: RunOptions) {
  const cost = await heatmapCost.run((sentence) => console.error(sentence));
  if (json) {
    for (const object of heatmapObjects(cost)) {
      console.log(JSON.stringify({ benchmark: heatmapCost.name, ...object }));
    }
  } else {
    console.log(heatmapLines(cost).join('\n'));
  }
}

async function printLiveCost({ json, liveSeconds }: RunOptions) {
  const cost = await liveCost.run({ seconds: liveSeconds }, (sentence) => console.error(sentence));
  if (json) {
    for (const object of liveObjects(cost)) {
      console.log(JSON.stringify({ benchmark: liveCost.name, ...object }));
    }
  } else console.log(liveLines(cost).join('\n'));
}

async function printFleetSoak({ json, minutes }: RunOptions) {
  const result = await fleetSoak.run({ minutes }, (sentence) => console.error(sentence));
  if (json) {
    for (const object of fleetObjects(result)) {
      console.log(JSON.stringify({ benchmark: fleetSoak.name, ...object }));
    }
  } else console.log(fleetLines(result).join('\n'));
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
