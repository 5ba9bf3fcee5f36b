import { randomBytes } from 'node:crypto';
import { chmod, link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError, type Config } from '#lib/config/config.ts';
import type { Log } from '#lib/services.ts';
import { secretKeyOf, type SecretKeys } from './secret-key.ts';

export const keyFileName = 'secret.key';

/**
 * The key that seals credentials: from the environment, or from a file that only this user can
 * read, made when the server first starts. It is never in the database.
 *
 * @throws ConfigError when the file holds no key or cannot be read or made
 */
export async function readSecretKeys(
  config: Pick<Config, 'secretKey' | 'oldSecretKey' | 'dataDirectory'>,
  log: Log,
): Promise<SecretKeys> {
  const text = config.secretKey ?? (await readKeyFile(config.dataDirectory, log));
  return {
    current: secretKeyOf(text),
    old: config.oldSecretKey === null ? null : secretKeyOf(config.oldSecretKey),
  };
}

async function readKeyFile(dataDirectory: string, log: Log): Promise<string> {
  const file = path.join(dataDirectory, keyFileName);
  try {
    await makeKeyFile(file, log);
    if (((await stat(file)).mode & 0o077) !== 0) {
      await chmod(file, 0o600);
      log.warn({ file }, 'others could read the secret key; now only this user can');
    }
    const text = (await readFile(file, 'utf8')).trim();
    if (/^[0-9a-f]{64}$/i.test(text)) return text;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`read ${file}: ${why}`, { cause });
  }
  throw new ConfigError(
    `read ${file}: it holds no key of 64 hexadecimal digits; put the right one back`,
  );
}

/** Never half a file, and never another key over one that is there: two servers may start at once. */
async function makeKeyFile(file: string, log: Log): Promise<void> {
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  const exists = await stat(file).then(
    () => true,
    () => false,
  );
  if (exists) return;
  await writeFile(fresh, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(fresh, file);
    log.info({ file }, 'made the key that seals credentials of devices; keep a copy of it');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(fresh, { force: true });
  }
}
