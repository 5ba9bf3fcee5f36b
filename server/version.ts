import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { repositoryRoot } from './repository-root.ts';

const packageSchema = z.object({ version: z.string() });

/** The version in package.json. */
export function readVersion(): string {
  const text = readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8');
  return packageSchema.parse(JSON.parse(text)).version;
}
