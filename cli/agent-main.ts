import { agentCommand } from './agent.ts';
import { runProgram } from './program.ts';

// Bundled for GPU hosts: `isotherm agent` without the other commands.
await runProgram(process.argv, [agentCommand()]);
