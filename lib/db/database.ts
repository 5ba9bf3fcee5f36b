import type { Prisma, PrismaClient } from './generated/client.ts';

/** The relational half: identity, inventory, rules, runs. One Prisma client over PGlite or PostgreSQL. */
export interface Database {
  readonly kind: 'pglite' | 'postgresql';
  readonly prisma: PrismaClient;
  close(): Promise<void>;
}

/** What a query needs: the client itself, or the transaction it runs in. */
export type Queries = Prisma.TransactionClient;
