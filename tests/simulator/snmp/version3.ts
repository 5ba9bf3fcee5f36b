import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { element, integer, readElements, tags } from './ber.ts';

export const reportTag = 0xa8;

export interface Version3Message {
  /** Content of msgID. */
  readonly id: Buffer;
  /** 1 signed, 2 encrypted, 4 reportable. */
  readonly flags: number;
  readonly user: string;
  readonly signature: Buffer;
  readonly pdu: Buffer;
}

/** A plain version 3 message of an engine that has never booted; nothing in it is really signed. */
export function version3Message({ id, flags, user, signature, pdu }: Version3Message): Buffer {
  const header = element(
    tags.sequence,
    element(tags.integer, id),
    integer(65_507),
    element(tags.octets, Buffer.of(flags)),
    integer(3),
  );
  const security = element(
    tags.sequence,
    element(tags.octets, Buffer.from('an engine')),
    integer(0),
    integer(0),
    element(tags.octets, Buffer.from(user)),
    element(tags.octets, signature),
    element(tags.octets),
  );
  const scoped = element(tags.sequence, element(tags.octets), element(tags.octets), pdu);
  return element(tags.sequence, integer(3), header, element(tags.octets, security), scoped);
}

export interface ScriptedPeer {
  readonly port: number;
  readonly packets: number;
  close(): Promise<void>;
}

/** Answers every version 3 message, by its msgID. */
export async function startVersion3Peer(answer: (id: Buffer) => Buffer): Promise<ScriptedPeer> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  let packets = 0;
  socket.on('message', (packet, { port, address }) => {
    packets += 1;
    const header = readElements(readElements(packet)[0]?.content ?? packet)[1];
    const id = readElements(header?.content ?? packet)[0];
    socket.send(answer(id?.content ?? packet), port, address);
  });
  return {
    port: socket.address().port,
    get packets() {
      return packets;
    },
    async close() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}
