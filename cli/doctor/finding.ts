import type { Config } from '#lib/config/config.ts';

/** What a check found out about this machine, as one sentence. */
export interface Finding {
  /**
   * `fine`; `absent`: not here and not asked for; `broken`: configured or required, and not
   * working.
   */
  readonly state: 'fine' | 'absent' | 'broken';
  readonly sentence: string;
}

/** Never throws and always ends by itself: waiting is bounded inside. */
export type Check = (config: Config) => Promise<readonly Finding[]>;

export const fine = (sentence: string): Finding => ({ state: 'fine', sentence });
export const absent = (sentence: string): Finding => ({ state: 'absent', sentence });
export const broken = (sentence: string): Finding => ({ state: 'broken', sentence });

/** The fact in an error, without what a library may have added to it (addresses, secrets). */
export function fact(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const code = errorCode(error);
  if (code !== undefined) return meanings[code] ?? (error.message || code);
  return error.name === 'TimeoutError' ? 'no answer in time' : error.message;
}

function errorCode(error: unknown): string | undefined {
  if (error instanceof AggregateError) return errorCode(error.errors[0]);
  if (!(error instanceof Error)) return undefined;
  return 'code' in error && typeof error.code === 'string' ? error.code : errorCode(error.cause);
}

const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host name',
  EAI_AGAIN: 'the name server did not answer',
  ETIMEDOUT: 'no answer in time',
  ENOENT: 'it does not exist',
  EACCES: 'permission denied',
  ENOTDIR: 'a part of its path is not a directory',
  EROFS: 'the file system is read-only',
  '28P01': 'the user name or password is wrong',
  '3D000': 'the database does not exist',
};
