import type { Tags } from '#lib/model/sample.ts';
import type { Match, TagJoin } from './store.ts';

export interface SelectedSeries {
  readonly seriesIds: readonly number[];
  /** For each series the index of its group. */
  readonly groups: readonly number[];
  /** Tags of each group. */
  readonly groupTags: readonly Tags[];
}

/**
 * The series a query matches, each in a group: with `groupBy`, series that agree in those tags
 * share one; without, every series is a group of its own with all its tags.
 */
export function selectSeries(
  series: Iterable<readonly [id: number, tags: Tags]>,
  match: Match,
  join: TagJoin | undefined,
  groupBy: readonly string[] | undefined,
): SelectedSeries {
  const accepted = Object.entries(match).map(([tag, values]) => [tag, new Set(values)] as const);
  const selected = { seriesIds: [] as number[], groups: [] as number[], groupTags: [] as Tags[] };
  const groupOf = new Map<string, number>();
  for (const [id, tags] of series) {
    const read = tagReader(tags, join);
    if (!accepted.every(([tag, values]) => values.has(read(tag) ?? ''))) continue;
    selected.seriesIds.push(id);
    if (!groupBy) {
      selected.groups.push(selected.groupTags.push(tags) - 1);
      continue;
    }
    const values = groupBy.map((tag) => read(tag));
    const key = JSON.stringify(values);
    let group = groupOf.get(key);
    if (group === undefined) {
      group = selected.groupTags.push(tagsOf(groupBy, values)) - 1;
      groupOf.set(key, group);
    }
    selected.groups.push(group);
  }
  return selected;
}

/** A name that the inventory gives wins over a series' own tag, which is only an agent's hint. */
function tagReader(tags: Tags, join: TagJoin | undefined): (tag: string) => string | undefined {
  const key = join && own(tags, join.tag);
  const names = join && key !== undefined ? join.names[key] : undefined;
  return (tag) => (names && own(names, tag)) ?? own(tags, tag);
}

function tagsOf(names: readonly string[], values: readonly (string | undefined)[]): Tags {
  return Object.fromEntries(
    names.flatMap((name, index) => {
      const value = values[index];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function own(tags: Tags, tag: string): string | undefined {
  return Object.hasOwn(tags, tag) ? tags[tag] : undefined;
}
