import { fileURLToPath } from 'node:url';
import { loadProfiles, type Profiles } from './profile/load.ts';

/** Beside this file, and beside the bundle that it becomes a part of. */
const builtIn = new URL('./profiles/', import.meta.url);

/** The profiles that come with Isotherm, and those of an operator's own directory over them. */
export function loadAllProfiles(ownDirectory: string | null): Profiles {
  const own = ownDirectory === null ? [] : [ownDirectory];
  return loadProfiles([fileURLToPath(builtIn), ...own]);
}
