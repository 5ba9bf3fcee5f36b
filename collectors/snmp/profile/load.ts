import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import type { Profile } from './profile.ts';
import { resolveProfile } from './resolve.ts';
import { profileSchema, type ProfileFile } from './schema.ts';

export type Profiles = ReadonlyMap<string, Profile>;

interface Written {
  readonly path: string;
  readonly file: ProfileFile;
}

/**
 * Reads every profile of the directories. One of a later directory takes the place of one with the
 * same name. Throws one sentence that names the file, the place in it and the fact.
 */
export function loadProfiles(directories: readonly string[]): Profiles {
  const written = new Map(directories.flatMap(readDirectory));
  const profiles = new Map<string, Profile>();
  for (const name of written.keys()) inherit(name, written, profiles, []);
  return profiles;
}

function readDirectory(directory: string): [string, Written][] {
  return filesOf(directory)
    .filter((entry) => entry.endsWith('.yaml'))
    .sort()
    .map((entry) => {
      const file = path.join(directory, entry);
      return [path.basename(entry, '.yaml'), { path: file, file: readProfile(file) }];
    });
}

function filesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (cause) {
    throw new Error(`read profiles of ${directory}: it is not a directory that can be read`, {
      cause,
    });
  }
}

function readProfile(file: string): ProfileFile {
  const result = profileSchema.safeParse(parseYaml(file));
  if (!result.success) throw new Error(`read profile ${file}: ${sentence(result.error.issues)}`);
  return result.data;
}

function parseYaml(file: string): unknown {
  try {
    // Without guessing: 3.10 stays a column, "off" a word.
    return parse(readFileSync(file, 'utf8'), { schema: 'failsafe', merge: true });
  } catch (error) {
    throw new Error(`read profile ${file}: ${firstLine(error)}`, { cause: error });
  }
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';
}

/** The deepest of the first problem: of alternatives, the one that came furthest. */
function sentence(issues: readonly z.core.$ZodIssue[]): string {
  const [issue] = issues.flatMap(deepest);
  if (issue === undefined) return 'is not a profile';
  return `${issue.path.length === 0 ? 'profile' : dotted(issue.path)}: ${issue.message}`;
}

function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const inner = issue.errors.flat().flatMap(deepest);
  const best = inner.toSorted((one, other) => other.path.length - one.path.length)[0];
  return [best === undefined ? issue : { ...best, path: [...issue.path, ...best.path] }];
}

function dotted(parts: readonly PropertyKey[]): string {
  return parts
    .map((part) => (typeof part === 'number' ? `[${String(part)}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function inherit(
  name: string,
  written: ReadonlyMap<string, Written>,
  done: Map<string, Profile>,
  heirs: readonly string[],
): Profile {
  const known = done.get(name);
  if (known !== undefined) return known;
  const own = written.get(name);
  const heir = written.get(heirs.at(-1) ?? '');
  if (own === undefined)
    throw new Error(`read profile ${heir?.path ?? name}: extends: "${name}" is not a profile`);
  if (heirs.includes(name))
    throw new Error(`read profile ${own.path}: extends: "${name}" extends itself`);
  const parents = own.file.extends.map((parent) =>
    inherit(parent, written, done, [...heirs, name]),
  );
  const profile = parents.reduceRight(extend, resolve(name, own));
  done.set(name, profile);
  return profile;
}

function resolve(name: string, { path: file, file: content }: Written): Profile {
  try {
    return resolveProfile(name, content);
  } catch (error) {
    throw new Error(`read profile ${file}: ${firstLine(error)}`, { cause: error });
  }
}

/** Tables come together, the heir's instead of its parent's of the same name. */
function extend(heir: Profile, parent: Profile): Profile {
  const own = new Set(heir.tables.map(({ name }) => name));
  return {
    ...heir,
    vendor: heir.vendor ?? parent.vendor,
    identity: { ...parent.identity, ...heir.identity },
    replaces: [...new Set([...parent.replaces, ...heir.replaces, parent.name])],
    mechanisms: [...new Set([...parent.mechanisms, ...heir.mechanisms])],
    tables: [...parent.tables.filter(({ name }) => !own.has(name)), ...heir.tables],
  };
}
