import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTokenCheck } from '#lib/auth/token-check.ts';
import { hashSecret, makeTokenSecret } from '#lib/auth/token-secret.ts';
import type { Database } from '#lib/db/database.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { temporaryDirectory } from '#tests/simulator/process.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const dataDirectory = temporaryDirectory('isotherm-token-');
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ databaseUrl: null, dataDirectory, log });
});
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

it('lets a known token in for ten minutes while the database is away, and no other', async () => {
  const [known, other] = [makeTokenSecret(), makeTokenSecret()];
  for (const [name, secret] of [
    ['known', known],
    ['other', other],
  ] as const) {
    const sha256 = hashSecret(secret).toString('hex');
    await database.prisma.accessToken.create({
      data: { name, sha256, scopes: ['write'], prefix: 'iso', createdBy: 'test' },
    });
  }
  let nowMs = Date.now();
  const tokens = createTokenCheck({ database, fixed: [], clock: () => nowMs, log });
  expect((await tokens.find(known))?.name).toBe('known');
  await tokens.settle();
  await database.close();
  nowMs += 60_000;
  expect((await tokens.find(known))?.name).toBe('known');
  await expect(tokens.find(other)).rejects.toThrow();
  nowMs += 600_000;
  await expect(tokens.find(known)).rejects.toThrow();
});
