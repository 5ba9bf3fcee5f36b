import { setFlagsFromString } from 'node:v8';
import { agentCommand } from './agent.ts';
import { runProgram } from './program.ts';

// V8 lets the space for new objects grow to 16 MB three times over; an agent makes few a second, and
// 12 MB less resident is worth a few scavenges more (npm run bench -- agent).
setFlagsFromString('--semi-space-growth-factor=1');

// Bundled for GPU hosts: `isotherm agent` without the other commands.
await runProgram(process.argv, [agentCommand()]);
