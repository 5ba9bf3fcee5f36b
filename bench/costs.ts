import { agentCost } from './agent/agent-cost.ts';
import { reportLines, reportObjects } from './agent/report.ts';
import { fleetLines, fleetObjects } from './fleet/report.ts';
import { fleetSoak } from './fleet/soak.ts';
import { heatmapCost } from './heatmap/heatmap-cost.ts';
import { heatmapLines, heatmapObjects } from './heatmap/report.ts';
import { ingestCost } from './ingest/ingest-cost.ts';
import { ingestLines, ingestObjects } from './ingest/report.ts';
import { liveCost } from './live/live-cost.ts';
import { liveLines, liveObjects } from './live/report.ts';
import { pageCost } from './pages/page-cost.ts';
import { pageLines, pageObjects } from './pages/report.ts';
import { queryCost } from './queries/query-cost.ts';
import {
  answerLines,
  answerObjects,
  comparisonLines,
  comparisonObjects,
} from './queries/report.ts';
import { snmpLines } from './snmp/report.ts';
import { snmpCost } from './snmp/snmp-cost.ts';
import { untilStopped } from './stop-signal.ts';

/** A benchmark of many figures and goals, which has a table of its own. */
export interface Cost {
  readonly name: string;
  /** One sentence: what is measured and what it is compared with. */
  readonly about: string;
  /** Each part as soon as it is measured. */
  measure(options: CostOptions, tell: Tell): AsyncIterable<Report>;
}

export interface Report {
  readonly lines: readonly string[];
  readonly objects: readonly object[];
}

export interface CostOptions {
  readonly seconds: number;
  readonly ingestSeconds: number;
  readonly liveSeconds: number;
  readonly minutes: number;
  readonly warmUp: number;
  readonly roundsPerSecond: number;
  readonly days: number;
}

type Tell = (sentence: string) => void;

const agent: Cost = {
  ...agentCost,
  async *measure({ seconds, warmUp, roundsPerSecond }, tell) {
    const options = { seconds, warmUpSeconds: warmUp, roundsPerSecond };
    const cost = await untilStopped((signal) => agentCost.run(options, tell, signal));
    yield { lines: reportLines(cost, options), objects: reportObjects(cost) };
  },
};

const snmp: Cost = {
  ...snmpCost,
  async *measure(_, tell) {
    const cost = await untilStopped((signal) => snmpCost.run(tell, signal));
    yield { lines: snmpLines(cost), objects: [cost] };
  },
};

const ingest: Cost = {
  ...ingestCost,
  async *measure({ ingestSeconds }, tell) {
    const cost = await ingestCost.run({ seconds: ingestSeconds, rhythmSeconds: 30 }, tell);
    yield { lines: ingestLines(cost), objects: ingestObjects(cost) };
  },
};

const queries: Cost = {
  ...queryCost,
  async *measure({ days }, tell) {
    const answers = await queryCost.answer({ days }, tell);
    yield { lines: answerLines(answers), objects: answerObjects(answers) };
    const comparison = await queryCost.compare(tell);
    yield { lines: comparisonLines(comparison), objects: comparisonObjects(comparison) };
  },
};

const live: Cost = {
  ...liveCost,
  async *measure({ liveSeconds }, tell) {
    const cost = await liveCost.run({ seconds: liveSeconds }, tell);
    yield { lines: liveLines(cost), objects: liveObjects(cost) };
  },
};

const fleet: Cost = {
  ...fleetSoak,
  async *measure({ minutes }, tell) {
    const soak = await fleetSoak.run({ minutes }, tell);
    yield { lines: fleetLines(soak), objects: fleetObjects(soak) };
  },
};

const heatmap: Cost = {
  ...heatmapCost,
  async *measure(_, tell) {
    const cost = await heatmapCost.run(tell);
    yield { lines: heatmapLines(cost), objects: heatmapObjects(cost) };
  },
};

const pages: Cost = {
  ...pageCost,
  async *measure(_, tell) {
    const costs = await pageCost.run(tell);
    yield { lines: pageLines(costs), objects: pageObjects(costs) };
  },
};

export const costs: readonly Cost[] = [agent, snmp, ingest, queries, live, fleet, heatmap, pages];
