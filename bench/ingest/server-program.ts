import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startServerWithoutPages } from '#tests/simulator/server-without-pages.ts';

/** The server in a process of its own, and the longest time that its first thread was blocked. */
const server = await startServerWithoutPages({
  environment: { ISOTHERM_DATA_DIR: process.argv[2] ?? '' },
  ...(process.argv[2] !== undefined && { dataDirectory: process.argv[2] }),
});
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

process.on('message', (question) => {
  if (question === 'reset') delay.reset();
  else process.send?.({ longestBlockMs: delay.max / 1e6, complaints: server.complaints });
});
process.once('disconnect', () => void stop());
process.once('SIGTERM', () => void stop());
process.send?.({ url: server.url });

async function stop(): Promise<void> {
  await server.stop();
  process.exit();
}
