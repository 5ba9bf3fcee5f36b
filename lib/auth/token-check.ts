import type { Database } from '#lib/db/database.ts';
import { tokenScopeSchema, type Principal } from '#lib/model/identity.ts';
import type { Log } from '#lib/services.ts';
import { hashSecret, isSameSecret, isTokenShaped } from './token-secret.ts';

type TokenPrincipal = Extract<Principal, { kind: 'token' }>;

export interface FixedToken {
  readonly secret: string;
  readonly principal: TokenPrincipal;
}

export interface TokenCheck {
  /** Whom a secret stands for; null when it is unknown, expired or revoked. */
  find(secret: string): Promise<TokenPrincipal | null>;
  /** Drops what is remembered of a token, at once when it is revoked. */
  forget(id: string): void;
  /** Waits until every `lastUsedAt` is written. */
  settle(): Promise<void>;
}

interface Remembered {
  readonly principal: TokenPrincipal;
  readonly expiresAtMs: number | null;
  readonly checkedAtMs: number;
  usedAtMs: number;
}

/** Agents write once a second: their token is asked of the database only this often. */
const rememberMs = 10_000;
/** While the database is away, what it said last counts: agents go on pushing over its restart. */
const outageMs = 600_000;
const lastUsedStepMs = 60_000;
const maxRemembered = 10_000;

export interface TokenCheckOptions {
  readonly database: Database;
  readonly fixed: readonly FixedToken[];
  readonly clock: () => number;
  readonly log: Log;
}

export function createTokenCheck({ database, fixed, clock, log }: TokenCheckOptions): TokenCheck {
  const remembered = new Map<string, Remembered>();
  const writing = new Set<Promise<void>>();

  async function look(sha256: string, nowMs: number): Promise<Remembered | null> {
    const row = await database.prisma.accessToken.findUnique({ where: { sha256 } });
    if (!row || row.revokedAt !== null) return null;
    const scopes = tokenScopeSchema.array().parse(row.scopes);
    const found: Remembered = {
      principal: { kind: 'token', id: row.id, name: row.name, scopes },
      expiresAtMs: row.expiresAt?.getTime() ?? null,
      checkedAtMs: nowMs,
      usedAtMs: row.lastUsedAt?.getTime() ?? -Infinity,
    };
    remember(remembered, sha256, found);
    return found;
  }

  function noteUse(entry: Remembered, nowMs: number): void {
    if (nowMs - entry.usedAtMs < lastUsedStepMs) return;
    entry.usedAtMs = nowMs;
    const { id } = entry.principal;
    const write = database.prisma.accessToken
      .updateMany({ where: { id }, data: { lastUsedAt: new Date(nowMs) } })
      .then(() => undefined)
      .catch((error: unknown) => log.warn({ err: error, token: id }, 'token use not recorded'))
      .finally(() => writing.delete(write));
    writing.add(write);
  }

  return {
    find: async (secret) => {
      const match = fixed.find((token) => isSameSecret(secret, token.secret));
      if (match) return match.principal;
      if (!isTokenShaped(secret)) return null;
      const nowMs = clock();
      const sha256 = hashSecret(secret).toString('hex');
      const known = remembered.get(sha256);
      const isFresh = known !== undefined && Math.abs(nowMs - known.checkedAtMs) < rememberMs;
      const entry = isFresh
        ? known
        : await look(sha256, nowMs).catch((error: unknown) => outlive(error, known, nowMs));
      if (!isFresh && entry === null) remembered.delete(sha256);
      if (!entry || (entry.expiresAtMs !== null && entry.expiresAtMs <= nowMs)) return null;
      noteUse(entry, nowMs);
      return entry.principal;
    },
    forget: (id) => {
      for (const [sha256, entry] of remembered)
        if (entry.principal.id === id) remembered.delete(sha256);
    },
    settle: async () => {
      await Promise.all(writing);
    },
  };
}

/** @throws the error where what was said last is too old, or nothing was */
function outlive(error: unknown, known: Remembered | undefined, nowMs: number): Remembered {
  if (known && nowMs - known.checkedAtMs < outageMs) return known;
  throw error;
}

function remember(remembered: Map<string, Remembered>, sha256: string, entry: Remembered): void {
  remembered.delete(sha256);
  remembered.set(sha256, entry);
  const [oldest] = remembered.keys();
  if (remembered.size > maxRemembered && oldest !== undefined) remembered.delete(oldest);
}
