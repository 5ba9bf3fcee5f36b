import { agentCommand } from './agent.ts';
import { runProgram } from './program.ts';
import { keepCodeSmall, keepHeapSmall } from './small-heap.ts';

// Bundled for GPU hosts: `isotherm agent` without the other commands.
keepHeapSmall();
keepCodeSmall();
await runProgram(process.argv, [agentCommand()]);
