import { randomUUID } from 'node:crypto';
import { hashPassword as hash } from 'better-auth/crypto';
import type { Queries } from '#lib/db/database.ts';
import { roleSchema, type User } from '#lib/model/identity.ts';
import type { Role } from '#lib/model/role.ts';

export interface NewUser {
  readonly username: string;
  readonly role: Role;
  readonly passwordHash: string;
}

/** Scrypt as sign-in verifies it; takes 150 to 220 ms, so do it before a transaction begins. */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/** The two rows that sign-in reads. An address is required there; `.invalid` can never be one. */
export async function insertUser(queries: Queries, user: NewUser): Promise<User> {
  const id = randomUUID();
  const { username, role, passwordHash } = user;
  const row = await queries.user.create({
    data: {
      id,
      name: username,
      username,
      displayUsername: username,
      email: `${username}@users.invalid`,
      role,
      accounts: {
        create: {
          id: randomUUID(),
          accountId: id,
          providerId: passwordProvider,
          password: passwordHash,
        },
      },
    },
  });
  return readUser(row);
}

/** The provider under which better-auth keeps passwords. */
export const passwordProvider = 'credential';

export interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly username: string | null;
  readonly role: string;
  readonly banned: boolean;
  readonly createdAt: Date;
}

export function readUser(row: UserRow): User {
  return {
    id: row.id,
    username: row.username ?? row.name,
    role: roleSchema.parse(row.role),
    disabled: row.banned,
    createdAtMs: row.createdAt.getTime(),
  };
}
