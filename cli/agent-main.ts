import { agentCommand } from './agent.ts';
import { runProgram } from './program.ts';
import { keepHeapSmall } from './small-heap.ts';

// Bundled for GPU hosts: `isotherm agent` without the other commands.
keepHeapSmall();
await runProgram(process.argv, [agentCommand()]);
