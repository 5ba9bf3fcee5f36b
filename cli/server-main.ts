import { runProgram } from './program.ts';
import { serverCommand } from './server.ts';

// Bundled: `isotherm server` without the other commands.
await runProgram(process.argv, [serverCommand()]);
