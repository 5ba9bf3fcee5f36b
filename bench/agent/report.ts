import type { AgentCost, AgentCostOptions } from './agent-cost.ts';
import { costTable, gatherTable, goalLines, ratioTable } from './rows.ts';

/** For people. */
export function reportLines(result: AgentCost, options: AgentCostOptions): string[] {
  const { costs, absent, gathers, goals } = result;
  const { seconds, warmUpSeconds, roundsPerSecond } = options;
  return [
    `${seconds} s after ${warmUpSeconds} s to warm up, all at once`,
    ...(roundsPerSecond === 1
      ? []
      : [`${roundsPerSecond} rounds a second, which no agent does: look at what grows, no more`]),
    '',
    ...costTable(costs),
    ...costs.map(({ program, about }) => `  ${program}: ${about}`),
    ...absent.map(({ name, reason }) => `  ${name}: left out, ${reason}`),
    '',
    ...ratioTable(costs),
    '',
    ...gatherTable(gathers),
    '',
    ...goalLines(goals),
  ];
}

/** For scripts: one object a line. */
export function reportObjects({ costs, absent, gathers, goals }: AgentCost): object[] {
  return [
    ...costs.map((cost) => ({ kind: 'program', ...cost })),
    ...absent.map((each) => ({ kind: 'absent', ...each })),
    ...gathers.map((gather) => ({ kind: 'gather', ...gather })),
    ...goals.map((goal) => ({ kind: 'goal', ...goal })),
  ];
}
