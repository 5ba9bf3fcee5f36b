import { runProgram } from './program.ts';
import { trainCommand } from './train.ts';

// Bundled for GPU hosts: `isotherm train` without the other commands.
await runProgram(process.argv, [trainCommand()]);
