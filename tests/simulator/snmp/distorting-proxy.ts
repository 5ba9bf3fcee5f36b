import { createSocket } from 'node:dgram';
import { once } from 'node:events';

export interface DistortingProxy {
  readonly port: number;
  /** What the client gets instead of an answer; null: the answer. */
  distort: ((packet: Buffer) => readonly Buffer[]) | null;
  close(): Promise<void>;
}

/** Stands between one client at a time and an agent on 127.0.0.1. */
export async function startDistortingProxy(agentPort: number): Promise<DistortingProxy> {
  const front = createSocket('udp4').bind(0, '127.0.0.1');
  const back = createSocket('udp4').bind(0, '127.0.0.1');
  await Promise.all([once(front, 'listening'), once(back, 'listening')]);
  let clientPort = 0;
  const proxy = {
    port: front.address().port,
    distort: null as DistortingProxy['distort'],
    async close() {
      const closed = [once(front, 'close'), once(back, 'close')];
      front.close();
      back.close();
      await Promise.all(closed);
    },
  };
  front.on('message', (packet, { port }) => {
    clientPort = port;
    back.send(packet, agentPort, '127.0.0.1');
  });
  back.on('message', (packet) => {
    const answers = proxy.distort === null ? [packet] : proxy.distort(packet);
    for (const answer of answers) front.send(answer, clientPort, '127.0.0.1');
  });
  return proxy;
}
