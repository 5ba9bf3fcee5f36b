import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '#lib/model/identity.ts';
import type { HostBinding } from './tokens/host-binding.ts';

/** Answers who is asking. Every request but sign-in, /ping and /health passes through it. */
export interface Authenticator {
  /** Checks the session cookie or the Authorization header; null when there is neither or it is wrong. */
  authenticate(request: IncomingMessage): Promise<Principal | null>;
  /** Serves /api/auth/{sign-in,sign-out,setup}. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** True while nobody can sign in yet. */
  needsSetup(): Promise<boolean>;
  /** Secret of the one-time link that makes the first administrator; null once there is one. */
  setupToken(): Promise<string | null>;
  /** Whether a token is a host's own: over no other is the host told secrets. */
  readonly isOwnToken: HostBinding['isOwn'];
  /** To be told when a token is revoked: it then stops working at once. */
  forgetToken(id: string): void;
  /** Waits for what is still being written; call it before the database closes. */
  close(): Promise<void>;
}
