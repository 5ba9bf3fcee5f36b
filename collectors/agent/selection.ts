import { ConfigError } from '#lib/config/config.ts';
import type { Collector, CollectorContext } from '../collector.ts';
import { registry } from '../registry.ts';

/** Name → its section of the configuration; false turns the collector off. */
export type CollectorSections = Readonly<Record<string, unknown>>;

/** Every problem of the collectors' sections, unknown names included. */
export function checkSections(sections: CollectorSections): string[] {
  const known = registry.map(({ name }) => name);
  const unknown = Object.keys(sections)
    .filter((name) => !known.includes(name))
    .map(
      (name) => `collectors.${name}: there is no such collector (there are ${known.join(', ')})`,
    );
  const wrong = registry.flatMap((entry) => {
    const section = sections[entry.name] ?? {};
    const configured = section === false ? null : entry.configure(section);
    return configured?.valid === false ? configured.problems : [];
  });
  return [...unknown, ...wrong];
}

/**
 * Makes the collectors that are turned on.
 *
 * @param only names to choose from them; null takes all
 * @throws ConfigError for a name that does not exist
 */
export function createCollectors(
  sections: CollectorSections,
  only: readonly string[] | null,
  context: CollectorContext,
): Collector[] {
  const problems = checkSections(Object.fromEntries((only ?? []).map((name) => [name, {}])));
  if (problems.length > 0) throw new ConfigError(`--collectors: ${problems.join('; ')}`);
  return registry.flatMap((entry) => {
    const section = sections[entry.name] ?? {};
    const isWanted = only ? only.includes(entry.name) : section !== false;
    const configured = isWanted ? entry.configure(section === false ? {} : section) : null;
    return configured?.valid ? [configured.create(context)] : [];
  });
}
