/** The part of net-snmp 3.29 that is used here; it brings no types. */
declare module 'net-snmp' {
  import type { EventEmitter } from 'node:events';

  export interface Varbind {
    readonly oid: string;
    /** Tag of the value. */
    readonly type: number;
    /** A number, text, a Buffer or null, by `type`. Cut packets leave null where a value should be. */
    readonly value: unknown;
  }

  export interface User {
    readonly name: string;
    readonly level: number;
    readonly authProtocol?: string;
    readonly authKey?: string;
    readonly privProtocol?: string;
    readonly privKey?: string;
  }

  /** What a session does with the socket it makes for itself. */
  export interface Socket {
    on(event: string, listener: (...args: never[]) => void): unknown;
    ref(): unknown;
    unref(): unknown;
    send(
      buffer: Uint8Array,
      offset: number,
      length: number,
      port: number,
      address: string,
      sent: (error: Error | null) => void,
    ): void;
    close(): unknown;
  }

  export interface SessionOptions {
    readonly version?: number;
    readonly transport?: 'udp4' | 'udp6';
    readonly port?: number;
    readonly retries?: number;
    readonly timeout?: number;
    /** Stands in for node:dgram. */
    readonly dgramModule?: { createSocket(transport: 'udp4' | 'udp6'): Socket };
  }

  type Answered<T> = (error: unknown, answer?: T) => void;

  export interface Session extends EventEmitter {
    get(oids: readonly string[], answered: Answered<readonly Varbind[]>): unknown;
    getNext(oids: readonly string[], answered: Answered<readonly Varbind[]>): unknown;
    /** One list for each repeated object. */
    getBulk(
      oids: readonly string[],
      nonRepeaters: number,
      maxRepetitions: number,
      answered: Answered<readonly (readonly Varbind[])[]>,
    ): unknown;
    /** Calls back every request under way with the error. */
    cancelRequests(error: Error): void;
    close(): unknown;
  }

  export function createSession(
    target: string,
    community: string,
    options: SessionOptions,
  ): Session;
  export function createV3Session(target: string, user: User, options: SessionOptions): Session;

  /** Who may send: read anew at every message. */
  export interface Authorizer {
    communities: string[];
    users: User[];
  }

  /** Keys made of passphrases for each engine; net-snmp itself never forgets one. */
  export const Authentication: { readonly authToKeyCache: Record<string, unknown> };

  export interface Notification {
    readonly pdu: {
      readonly type: number;
      readonly varbinds: readonly Varbind[];
      /** Of version 1 only, as are the next four. */
      readonly enterprise?: string;
      readonly agentAddr?: string;
      readonly generic?: number;
      readonly specific?: number;
      readonly upTime?: number;
      /** With `includeAuthentication`. */
      readonly community?: string;
      readonly user?: string;
    };
    readonly rinfo: { readonly address: string; readonly port: number };
  }

  export interface ReceiverOptions {
    readonly transport?: 'udp4' | 'udp6';
    readonly address?: string | null;
    readonly port?: number;
    readonly disableAuthorization?: boolean;
    readonly includeAuthentication?: boolean;
    /** Hexadecimal digits. */
    readonly engineID?: string;
    readonly dgramModule?: { createSocket(transport: 'udp4' | 'udp6'): unknown };
  }

  export interface Receiver {
    getAuthorizer(): Authorizer;
    close(closed?: () => void): void;
  }

  /** The notification is null where there is an error, and the other way round. */
  export function createReceiver(
    options: ReceiverOptions,
    received: (error: Error | null, notification: Notification | null) => void,
  ): Receiver;

  export const Version1: number;
  export const Version2c: number;
  export const Version3: number;

  export const ObjectType: Readonly<
    Record<
      | 'Integer'
      | 'OctetString'
      | 'Null'
      | 'OID'
      | 'IpAddress'
      | 'Counter'
      | 'Gauge'
      | 'TimeTicks'
      | 'Opaque'
      | 'Counter64'
      | 'NoSuchObject'
      | 'NoSuchInstance'
      | 'EndOfMibView',
      number
    >
  >;
  export const PduType: Readonly<Record<'Trap' | 'TrapV2' | 'InformRequest', number>>;
  export const ErrorStatus: Readonly<Record<'TooBig' | 'NoSuchName', number>>;
  export const SecurityLevel: Readonly<Record<'noAuthNoPriv' | 'authNoPriv' | 'authPriv', number>>;
  type AuthProtocol = 'md5' | 'sha' | 'sha224' | 'sha256' | 'sha384' | 'sha512';
  export const AuthProtocols: Readonly<Record<AuthProtocol, string>>;
  export const PrivProtocols: Readonly<Record<'aes' | 'aes256b' | 'aes256r', string>>;
  export const ResponseInvalidCode: Readonly<
    Record<'EAuthFailure' | 'ENotInTimeWindow' | 'ECouldNotDecrypt', number>
  >;

  export class ResponseInvalidError extends Error {
    readonly code: number;
  }
  /** The device answered with an error status. It is an Error but for its message. */
  export class RequestFailedError {
    /** `NoSuchName: 1.3.6.1`, `TooBig`; a number for a status that is in no standard. */
    readonly message: string | number;
    readonly status: number;
  }
}
