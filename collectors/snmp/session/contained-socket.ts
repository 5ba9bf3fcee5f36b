import { createSocket } from 'node:dgram';
import type { Socket } from 'net-snmp';

export interface SocketGuard {
  /** Whether net-snmp is to see this packet. */
  accepts(packet: Uint8Array): boolean;
  /** Whether one more packet may be sent now. */
  maySend(): boolean;
  /** A packet that could not be read, or an error of the socket. */
  failed(): void;
}

type Listener = (...args: never[]) => void;

/**
 * The socket net-snmp gets. What its message handler throws is caught here: a Report or a signed
 * answer in a community session, or a signature for a user without a key, is a TypeError in it.
 */
export function containedSocket(transport: 'udp4' | 'udp6', guard: SocketGuard): Socket {
  const socket = createSocket(transport);
  let isClosed = false;
  socket.on('error', () => guard.failed());
  return {
    on(event, listener) {
      if (event === 'message') socket.on('message', contain(listener, guard));
      else if (event === 'close') socket.on('close', listener);
    },
    // Timers of ours keep the process alive while an answer is awaited; the socket need not.
    ref: () => undefined,
    unref: () => socket.unref(),
    send(buffer, offset, length, port, address, sent) {
      if (!guard.maySend()) {
        sent(new RangeError('the device keeps asking for the same request'));
        return;
      }
      // net-snmp awaits the answer from `sent` on: told at once, no answer can come before that.
      sent(null);
      socket.send(buffer, offset, length, port, address, (error) => {
        if (error !== null) sent(error);
      });
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      socket.close();
    },
  };
}

function contain(listener: Listener, guard: SocketGuard): (packet: Buffer) => void {
  const handle = asPacketListener(listener);
  return (packet) => {
    if (!guard.accepts(packet)) {
      guard.failed();
      return;
    }
    try {
      handle(packet);
    } catch {
      guard.failed();
    }
  };
}

/** net-snmp's listener for messages takes the packet and nothing else. */
const asPacketListener = (listener: Listener): ((packet: Buffer) => void) =>
  listener as (packet: Buffer) => void;
