import { Command } from 'commander';
import pino from 'pino';
import { environment, loadConfig } from '#lib/config/config.ts';
import type { RunningServer } from '#server/start-server.ts';

export function serverCommand(): Command {
  return new Command('server')
    .description('serve the pages, take in samples, evaluate alerts')
    .option('--dev', 'rebuild pages while you edit them')
    .addHelpText(
      'after',
      '\nSettings come from the environment: PORT, HOST, ISOTHERM_DATA_DIR, INFLUX_URL, VICTORIAMETRICS_URL, DATABASE_URL …\nSee docs/deployment.md.',
    )
    .action((options: { dev?: true }) => serve(options.dev === true));
}

async function serve(development: boolean): Promise<void> {
  const config = loadConfig(environment());
  const { startServer } = await import('#server/start-server.ts');
  const log = pino({ level: config.logLevel, base: null }, pino.destination(2));
  const stop = stopSignal();
  const server = await startServer({ config, development, clock: Date.now, log });
  await printWelcome(server);
  process.send?.({ ready: server.url });
  const reason = await stop;
  log.info({ reason }, 'server is stopping');
  await server.close();
  // Next's watcher of sources cannot be stopped.
  if (development) process.exit();
}

/** Resolves on the first signal, or when the process that started us is gone. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, resolve);
    process.once('disconnect', () => resolve('parent process is gone'));
  });
}

async function printWelcome(server: RunningServer): Promise<void> {
  const link = await server.setupLink();
  const setup =
    link === null
      ? ''
      : `Nobody can sign in yet. Make the administrator (works once):\n  ${link}\n`;
  process.stdout.write(`${setup}Isotherm is ready: ${server.url}\n`);
}
