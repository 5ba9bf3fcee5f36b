// npm start: makes the checkout runnable, then runs the server and an agent for this machine.
// The agent gets a token that lives only as long as this process: nothing is written to disk.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import path from 'node:path';
import { prepare, root } from './prepare.mjs';

const development = process.argv.includes('--dev');
const port = process.env.PORT || '3000';
const host = process.env.HOST || '127.0.0.1';
const agentToken = process.env.ISOTHERM_AGENT_TOKEN || randomBytes(24).toString('base64url');
const children = new Map();
let ending = false;

async function main() {
  await prepare({ build: !development });
  const environment = {
    ...process.env,
    NODE_ENV: development ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    ISOTHERM_AGENT_TOKEN: agentToken,
    ...(process.env.ISOTHERM_AGENT_TOKEN ? {} : { ISOTHERM_AGENT_HOST: hostname() }),
    // A terminal is for people: what is normal stays quiet here.
    ISOTHERM_LOG_LEVEL: process.env.ISOTHERM_LOG_LEVEL || 'warn',
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0));
  const server = startChild('server', development ? ['server', '--dev'] : ['server'], environment);
  server.once('message', () => {
    if (ending) return;
    startChild('agent', ['agent', '--server', `http://${reachable(host)}:${port}`], {
      ...environment,
      // This machine is the operator's own, so its pages may start training on its processor.
      ISOTHERM_ALLOW_TRAINING: process.env.ISOTHERM_ALLOW_TRAINING ?? 'cpu',
    });
  });
}

function reachable(address) {
  if (address === '0.0.0.0') return '127.0.0.1';
  return address.includes(':') ? (address === '::' ? '[::1]' : `[${address}]`) : address;
}

function startChild(name, args, env) {
  // A process group of its own: Ctrl-C reaches the child only through us, once. The channel tells
  // it when we are gone without a word.
  const child = spawn(process.execPath, [path.join(root, 'bin', 'isotherm'), ...args], {
    cwd: process.cwd(),
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  children.set(name, child);
  child.once('close', (code) => {
    children.delete(name);
    if (!ending) console.error(`isotherm: the ${name} ended with exit code ${code ?? 'none'}`);
    end(code || 1);
  });
  return child;
}

/** Ends the agent before the server, so that its last samples arrive. */
function end(code) {
  if (ending) {
    if (children.size === 0) process.exit();
    return;
  }
  ending = true;
  process.exitCode = code;
  const agent = children.get('agent');
  if (!agent) return endServer();
  agent.once('close', endServer);
  agent.kill('SIGTERM');
  setTimeout(() => agent.kill('SIGKILL'), 8_000).unref();
}

function endServer() {
  const server = children.get('server');
  if (!server) return;
  server.kill('SIGTERM');
  setTimeout(() => server.kill('SIGKILL'), 15_000).unref();
}

try {
  await main();
} catch (error) {
  console.error(`isotherm: ${error.message}`);
  process.exitCode = 1;
}
