import { randomBytes } from 'node:crypto';
import type { Database } from '#lib/db/database.ts';

const name = 'session-secret';

/**
 * The key that signs session cookies: made once and kept with the users, so that a restart signs
 * nobody out and several servers on one database agree.
 */
export async function readServerSecret({ prisma }: Database): Promise<string> {
  const fresh = randomBytes(32).toString('base64url');
  // `skipDuplicates` lets the first of two servers that start together decide.
  await prisma.setting.createMany({ data: [{ name, value: fresh }], skipDuplicates: true });
  const { value } = await prisma.setting.findUniqueOrThrow({ where: { name } });
  return value;
}
