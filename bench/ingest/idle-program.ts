import { monitorEventLoopDelay } from 'node:perf_hooks';

/** A process that does nothing: what this machine itself takes from every event loop. */
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.on('message', (question) => {
  if (question === 'reset') delay.reset();
  else process.send?.({ longestBlockMs: delay.max / 1e6, complaints: [] });
});
process.once('disconnect', () => process.exit());
process.send?.({ url: '' });
