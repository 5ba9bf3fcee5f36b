import { startBareNode } from './bare-node.ts';
import type { Absent, Contestant } from './contestant.ts';
import type { ProgramCost } from './cost.ts';
import type { GatherTimes } from './gather-times.ts';
import { judge, type Goal } from './goals.ts';
import { startIsotherm } from './isotherm.ts';
import { startNetdata } from './netdata.ts';
import { startNodeExporter } from './node-exporter.ts';
import { measureTogether, type Window } from './window.ts';

export interface AgentCostOptions extends Window {
  /** 1 is what an agent does; more shows in minutes what it keeps over hours, and nothing else. */
  readonly roundsPerSecond: number;
}

export interface AgentCost {
  readonly costs: readonly ProgramCost[];
  readonly absent: readonly Absent[];
  readonly gathers: readonly GatherTimes[];
  readonly goals: readonly Goal[];
}

export const agentCost = {
  name: 'agent',
  about:
    'processor and memory of the agent with eight simulated GPUs, beside netdata, node_exporter ' +
    'and a Node that does nothing, all in the same seconds',
  run: measureAgent,
};

async function measureAgent(
  options: AgentCostOptions,
  onProgress: (sentence: string) => void,
  signal: AbortSignal,
): Promise<AgentCost> {
  const { roundsPerSecond } = options;
  const own = { roundsPerSecond, everyField: true, name: 'isotherm agent' };
  const agent = await startIsotherm(own);
  const started: Contestant[] = [agent];
  try {
    started.push(
      await startIsotherm({ roundsPerSecond, everyField: false, name: 'isotherm as installed' }),
      startBareNode(),
    );
    const others = [await startNetdata(), await startNodeExporter()];
    started.push(...others.filter((other) => 'pid' in other));
    const costs = await measureTogether(started, options, onProgress, signal);
    const gathers = agent.gatherTimes();
    const [cost] = costs;
    const netdata = costs.find(({ program }) => program === 'netdata') ?? null;
    return {
      costs,
      absent: others.filter((other) => 'reason' in other),
      gathers,
      goals: cost ? judge(cost, netdata, gathers, roundsPerSecond) : [],
    };
  } finally {
    await Promise.all(started.map((each) => each.stop()));
  }
}
