import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { readRequest } from './answer.ts';
import type { SimulatedDevice } from './simulated-device.ts';

export interface Responder {
  readonly port: number;
  /** Packets received, with those that no device answers. */
  readonly packets: number;
  close(): Promise<void>;
}

/** Plays devices over SNMP v1 and v2c on 127.0.0.1, told apart by their communities. */
export async function startResponder(
  devices: ReadonlyMap<string, SimulatedDevice>,
  { port = 0 }: { readonly port?: number } = {},
): Promise<Responder> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
  const delayed = new Set<NodeJS.Timeout>();
  let packets = 0;

  const send = (answers: readonly Buffer[], { port, address }: RemoteInfo): void => {
    for (const packet of answers) socket.send(packet, port, address);
  };
  const later = (answers: readonly Buffer[], peer: RemoteInfo, delayMs: number): void => {
    const timer = setTimeout(() => {
      delayed.delete(timer);
      send(answers, peer);
    }, delayMs);
    delayed.add(timer);
  };
  socket.on('message', (packet, peer) => {
    packets += 1;
    const request = readOrIgnore(packet);
    const device = request && devices.get(request.community.toString('utf8'));
    if (request === undefined || device === undefined) return;
    const answers = device.answer(request);
    if (device.knobs.delayMs > 0) later(answers, peer, device.knobs.delayMs);
    else send(answers, peer);
  });

  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    get packets() {
      return packets;
    },
    async close() {
      for (const timer of delayed) clearTimeout(timer);
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

/** Agents drop what they cannot read. */
function readOrIgnore(packet: Buffer): ReturnType<typeof readRequest> {
  try {
    return readRequest(packet);
  } catch {
    return undefined;
  }
}
