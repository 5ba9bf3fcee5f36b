import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';
import {
  Authentication,
  createReceiver,
  PduType,
  type Authorizer,
  type Notification,
  type Varbind,
} from 'net-snmp';
import type { ListenAddress } from '#lib/config/listen-address.ts';
import type { SnmpCredentials } from '#lib/model/snmp-target.ts';
import type { Oid, SnmpValue, VarBind } from '../client.ts';
import { securityUser } from '../session/security-level.ts';
import { readValue } from '../session/value.ts';
import { engineIdOf } from './engine-id.ts';
import { RateLimit } from './rate-limit.ts';
import { plainAddress } from './senders.ts';
import type { Trap } from './trap.ts';

export interface TrapReceiver {
  readonly port: number;
  close(): Promise<void>;
}

export interface TrapReceiverOptions {
  readonly listen: ListenAddress;
  readonly monotonicMs: () => number;
  /** Whether this packet may be looked at. */
  readonly allows: (sender: string) => boolean;
  /** What is taken from that address. */
  readonly credentials: (sender: string) => readonly SnmpCredentials[];
  readonly onTrap: (trap: Trap) => void;
  /** A message with a wrong community, user or key, or one that cannot be read. */
  readonly onRefusal: (sender: string) => void;
}

/** Making the key of an engine never met before costs milliseconds, before its message is proven. */
const newEnginesPerSecond = 50;

/** Engines met: more than any site has; whoever forges them makes us forget, not grow. */
const mostEngines = 5000;

/**
 * Listens for traps and informs of versions 1, 2c and 3.
 *
 * @throws Error of the socket, as when the port is taken or needs rights
 */
export async function receiveTraps(options: TrapReceiverOptions): Promise<TrapReceiver> {
  const { host, port } = options.listen;
  const transport = isIP(host) === 6 ? 'udp6' : 'udp4';
  const socket = createSocket({ type: transport, recvBufferSize: 1024 * 1024 });
  socket.bind(port, host);
  await once(socket, 'listening');
  socket.on('error', () => undefined);
  const desk = new PacketDesk(options);
  const receiver = createReceiver(
    {
      transport,
      includeAuthentication: true,
      dgramModule: { createSocket: () => desk.wrap(socket) },
    },
    (error, notification) => desk.take(error, notification),
  );
  desk.authorizer = receiver.getAuthorizer();
  return {
    port: socket.address().port,
    close: async () => {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

/** Stands between the socket and net-snmp: nothing that arrives can end the process. */
class PacketDesk {
  readonly #options: TrapReceiverOptions;
  readonly #newEngines = new RateLimit(newEnginesPerSecond);
  readonly #engines = new Set<string>();
  authorizer: Authorizer | null = null;

  constructor(options: TrapReceiverOptions) {
    this.#options = options;
  }

  /** What net-snmp takes for the socket that it would have made. */
  wrap(socket: Socket) {
    return {
      on: (event: string, listener: (...args: never[]) => void) => {
        if (event === 'message') this.#listen(socket, asPacketListener(listener));
      },
      bind: () => undefined,
      close: () => undefined,
      send: (packet: Uint8Array, offset: number, length: number, port: number, address: string) =>
        socket.send(packet, offset, length, port, address, () => undefined),
    };
  }

  take(error: Error | null, notification: Notification | null): void {
    const { onTrap, monotonicMs } = this.#options;
    if (error !== null || notification === null) {
      this.#hasRefused = true;
      return;
    }
    const trap = readTrap(notification, monotonicMs());
    if (trap) onTrap(trap);
  }

  #hasRefused = false;

  #listen(socket: Socket, handle: (packet: Buffer, peer: RemoteInfo) => void): void {
    socket.on('message', (packet, peer) => {
      const sender = plainAddress(peer.address);
      if (!this.#options.allows(sender) || !this.#knowsEngine(packet)) return;
      this.#authorize(sender);
      this.#hasRefused = false;
      try {
        handle(packet, peer);
      } catch {
        this.#hasRefused = true;
      }
      if (this.#hasRefused) this.#options.onRefusal(sender);
    });
  }

  #knowsEngine(packet: Buffer): boolean {
    const engine = engineIdOf(packet);
    if (engine === null || engine === '' || this.#engines.has(engine)) return true;
    if (!this.#newEngines.allows('all', this.#options.monotonicMs())) return false;
    if (this.#engines.size >= mostEngines) this.#forgetEngines();
    this.#engines.add(engine);
    return true;
  }

  #forgetEngines(): void {
    this.#engines.clear();
    const keys = Authentication.authToKeyCache;
    for (const key of Object.keys(keys)) Reflect.deleteProperty(keys, key);
  }

  /** One user name may have other keys at another device. */
  #authorize(sender: string): void {
    if (!this.authorizer) return;
    const communities = new Set<string>();
    const users = new Map<string, ReturnType<typeof securityUser>>();
    for (const credentials of this.#options.credentials(sender)) {
      if (credentials.version !== '3') communities.add(credentials.community);
      else if (!users.has(credentials.user)) users.set(credentials.user, securityUser(credentials));
    }
    this.authorizer.communities = [...communities];
    this.authorizer.users = [...users.values()];
  }
}

/** net-snmp's listener for messages takes a packet and its sender. */
const asPacketListener = (listener: (...args: never[]) => void) =>
  listener as (packet: Buffer, peer: RemoteInfo) => void;

const uptimeOid = '1.3.6.1.2.1.1.3.0';
const trapOid = '1.3.6.1.6.3.1.1.4.1.0';
/** The device that a version 1 trap came from before somebody sent it on (RFC 3584). */
const trapAddress = '1.3.6.1.6.3.18.1.3.0';

function readTrap({ pdu, rinfo }: Notification, atMs: number): Trap | null {
  const all = pdu.varbinds.flatMap(readVarBind);
  const valueOf = (oid: Oid): SnmpValue | undefined => all.find((each) => each.oid === oid)?.value;
  const oid = pdu.type === PduType.Trap ? versionOneOid(pdu) : valueOf(trapOid)?.value;
  if (typeof oid !== 'string') return null;
  const sender = plainAddress(rinfo.address);
  const about = pdu.agentAddr ?? valueOf(trapAddress)?.value;
  return {
    source: pdu.type === PduType.InformRequest ? 'inform' : 'trap',
    oid,
    sender,
    about: typeof about === 'string' && about !== sender && about !== '0.0.0.0' ? about : null,
    secret: pdu.community ?? pdu.user ?? '',
    values: all.filter((each) => each.oid !== uptimeOid && each.oid !== trapOid),
    atMs,
  };
}

function readVarBind(varbind: Varbind): VarBind[] {
  const value = readValue(varbind);
  return value === undefined ? [] : [{ oid: varbind.oid, value }];
}

/** RFC 3584: generic traps have OIDs of their own, the others a zero between. */
function versionOneOid({ enterprise, generic, specific }: Notification['pdu']): Oid | null {
  if (generic === undefined || enterprise === undefined) return null;
  if (generic >= 0 && generic <= 5) return `1.3.6.1.6.3.1.1.5.${generic + 1}`;
  return `${enterprise}.0.${specific ?? 0}`;
}
