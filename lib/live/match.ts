import type { Tags } from '#lib/model/sample.ts';
import type { Match } from '#lib/store/store.ts';

/** True for tags that have, for every name asked for, one of the accepted values. */
export type TagTest = (tags: Tags) => boolean;

export function testTags(match: Match): TagTest {
  const wanted = Object.entries(match).map(([name, values]) => [name, new Set(values)] as const);
  return (tags) =>
    wanted.every(([name, accepted]) => {
      const value = Object.hasOwn(tags, name) ? tags[name] : undefined;
      return value !== undefined && accepted.has(value);
    });
}
