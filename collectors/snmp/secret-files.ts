import { readFileSync } from 'node:fs';
import type { z } from 'zod';

const secretNames = ['community', 'passphrase'] as const;

/**
 * Puts the content of `communityFile` and `passphraseFile` where `community` and `passphrase` would
 * stand: on many systems a secret is better kept in a file of its own.
 */
export function withSecrets(
  section: Readonly<Record<string, unknown>>,
  context: z.RefinementCtx,
): Record<string, unknown> {
  return replaced(section, [], context);
}

function replaced(
  section: Readonly<Record<string, unknown>>,
  path: readonly string[],
  context: z.RefinementCtx,
): Record<string, unknown> {
  const whole: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(section)) {
    const secretName = secretNames.find((each) => name === `${each}File`);
    if (secretName && typeof value === 'string') {
      const problem = secretName in section ? `give it or ${secretName}, not both` : null;
      const { secret, fact } = problem === null ? readSecret(value) : { secret: '', fact: problem };
      if (fact !== null) context.addIssue({ code: 'custom', path: [...path, name], message: fact });
      whole[secretName] = secret;
    } else whole[name] = isSection(value) ? replaced(value, [...path, name], context) : value;
  }
  return whole;
}

function readSecret(file: string): { readonly secret: string; readonly fact: string | null } {
  try {
    return { secret: readFileSync(file, 'utf8').trim(), fact: null };
  } catch (error) {
    return { secret: '', fact: error instanceof Error ? error.message : String(error) };
  }
}

function isSection(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
