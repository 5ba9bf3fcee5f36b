import { Command, CommanderError } from 'commander';
import { ConfigError } from '#lib/config/config.ts';

/** Runs the command line. Exit codes: 0 done, 1 failed, 2 wrong arguments or environment. */
export async function runProgram(
  argv: readonly string[],
  commands: readonly Command[],
): Promise<void> {
  const program = new Command('isotherm')
    .description('Monitor for GPU data centres')
    .showHelpAfterError('(add --help for the options)')
    .exitOverride();
  for (const command of commands) program.addCommand(command.exitOverride());
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = report(error);
  }
  // An open channel to the process that started us would keep this one alive.
  if (process.connected) process.disconnect();
}

function report(error: unknown): number {
  // Commander has printed its own sentence; asking for help is not a failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  process.stderr.write(`isotherm: ${error instanceof Error ? error.message : String(error)}\n`);
  return error instanceof ConfigError ? 2 : 1;
}
