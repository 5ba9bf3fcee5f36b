import { spawn } from 'node:child_process';

/** Runs a command with our own standard streams and resolves with its exit code. */
export function run(command, args, { onStart, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    onStart?.(child);
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ? 128 : (code ?? 1)));
  });
}

/** Like `run`, for a command that ends well by itself when it is told to. */
export async function runToItsEnd(command, args, options = {}) {
  let child = null;
  // A terminal tells the command as well as us; SIGTERM reaches us alone.
  const pass = (signal) => signal === 'SIGTERM' && child?.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
  return run(command, args, { ...options, onStart: (started) => (child = started) });
}

/** Like `run`, but a non-zero exit code is an error that names the step. */
export async function step(title, command, args, options = {}) {
  const started = performance.now();
  const code = await run(command, args, options);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (code !== 0) throw new Error(`${title}: exit code ${code} after ${seconds} s`);
  console.log(`✓ ${title} (${seconds} s)`);
}
