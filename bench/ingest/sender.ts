import { Agent, request, type IncomingMessage } from 'node:http';
import type { Payload } from './payload.ts';

/** Where bodies go. */
export interface Target {
  readonly name: string;
  readonly pid: number;
  /** Whole address of the write endpoint. */
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What came of a number of requests. */
export interface Sent {
  readonly points: number;
  readonly seconds: number;
  /** Of each request, from its first byte to its answer. */
  readonly latenciesMs: readonly number[];
}

/** Sends each lane over a connection of its own, the next body as soon as one is answered. */
export async function sendAll(
  target: Target,
  lanes: readonly (readonly Payload[])[],
): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes.length });
  const latenciesMs: number[] = [];
  const began = performance.now();
  const sending = lanes.map(async (lane) => {
    for (const payload of lane) latenciesMs.push(await send(target, payload, agent));
  });
  try {
    await Promise.all(sending);
  } finally {
    agent.destroy();
  }
  const points = lanes.flat().reduce((sum, payload) => sum + payload.points, 0);
  return { points, seconds: (performance.now() - began) / 1_000, latenciesMs };
}

/** @returns milliseconds until the answer; @throws Error unless all was stored */
export function send(target: Target, payload: Payload, agent: Agent): Promise<number> {
  const began = performance.now();
  const headers = {
    ...target.headers,
    'Content-Encoding': 'gzip',
    'Content-Length': payload.body.length,
  };
  return new Promise((resolve, reject) => {
    const sending = request(target.address, { method: 'POST', agent, headers }, (response) => {
      const { statusCode } = response;
      collect(response, (text) => {
        if (statusCode === 204) resolve(performance.now() - began);
        else reject(new Error(`write to ${target.name}: ${String(statusCode)} ${text}`));
      });
    });
    sending.once('error', reject);
    sending.end(payload.body);
  });
}

function collect(response: IncomingMessage, done: (text: string) => void): void {
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (piece: string) => (text += piece)).once('end', () => done(text));
}
