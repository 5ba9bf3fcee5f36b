import type { ActiveState, Alert, AlertState, Rule } from '#lib/model/alert.ts';
import type { Arrival, PlaceTags } from '#lib/live/hub.ts';
import type { SampleTable, Tags } from '#lib/model/sample.ts';
import { seriesKey } from '#lib/model/series-key.ts';
import { newSeriesState, type SeriesState, type Transition } from './alert-state.ts';
import { evaluate, type Observation } from './evaluate.ts';
import { fingerprint } from './fingerprint.ts';
import { identityTags } from './identity-tags.ts';
import { matchesLabels } from './rule.ts';

/** A step that a series took. `before` is what was known of it until then. */
export interface Change {
  readonly rule: Rule;
  readonly fingerprint: string;
  readonly tags: Tags;
  readonly labels: Tags;
  readonly before: AlertState;
  readonly after: AlertState;
  readonly transition: Transition;
}

/** A stored state, as it was before the server was last stopped. */
export interface RestoredSeries {
  readonly tags: Tags;
  readonly alert: Exclude<AlertState, { kind: 'inactive' }>;
}

interface Watched {
  /** As they came with the newest sample. */
  tags: Tags;
  readonly fingerprint: string;
  state: SeriesState;
}

/** Inactive series that were silent for this long are forgotten: containers leave many behind. */
const forgetAfterMs = 3_600_000;

/** One rule held against every series it matches. */
export class RuleWatch {
  #rule: Rule;
  readonly #placeTags: PlaceTags;
  readonly #onChange: (change: Change) => void;
  readonly #watched = new Map<string, Watched>();

  constructor(rule: Rule, placeTags: PlaceTags, onChange: (change: Change) => void) {
    this.#rule = rule;
    this.#placeTags = placeTags;
    this.#onChange = onChange;
  }

  get rule(): Rule {
    return this.#rule;
  }

  get seriesCount(): number {
    return this.#watched.size;
  }

  /** True when the states keep their meaning under the changed rule, which then takes over. */
  adopt(rule: Rule): boolean {
    if (!isSameQuestion(this.#rule, rule)) return false;
    this.#rule = rule;
    return true;
  }

  observe(table: SampleTable, arrival: Arrival): void {
    const column = table.columns[this.#rule.field];
    if (column === undefined || column.type === 'string') return;
    const isMatch = table.series.map((tags) => this.#matches(tags));
    const { receivedAtMs, backlog } = arrival;
    for (let row = 0; row < table.seriesIndex.length; row += 1) {
      const index = table.seriesIndex[row] ?? -1;
      const tags = table.series[index];
      // A gap says nothing, so it does not even make a series known.
      if (tags === undefined || !isMatch[index] || column.present[row] !== 1) continue;
      const value = Number(column.values[row]);
      const timeMs = Number((table.timeNs[row] ?? 0n) / 1_000_000n);
      const observation = { kind: 'sample', value, timeMs, backlog } as const;
      this.#step(this.#meet(tags, receivedAtMs), observation, receivedAtMs);
    }
  }

  /** Judges the silence of series and forgets those that left the match or are gone. */
  tick(nowMs: number): void {
    this.#forget((series) => !this.#matches(series.tags), nowMs);
    for (const series of this.#watched.values()) this.#step(series, { kind: 'clock' }, nowMs);
    const keepMs = Math.max(forgetAfterMs, this.#rule.forSeconds * 2000);
    this.#forget(({ state }) => {
      return state.alert.kind === 'inactive' && nowMs - state.heardMs > keepMs;
    }, nowMs);
  }

  restore(tags: Tags, alert: ActiveState, nowMs: number): void {
    const heardMs = this.#rule.kind === 'absence' ? alert.sinceMs : nowMs;
    this.#meet(tags, nowMs).state = { alert, sampleMs: alert.valueAtMs, heardMs };
  }

  /** Begins to watch a series that was heard before the server started. */
  expect(tags: Tags, nowMs: number): void {
    if (this.#matches(tags)) this.#meet(tags, nowMs);
  }

  /** Ends one alert without a value; its series counts as new when it is heard again. */
  drop(print: string, nowMs: number): boolean {
    return this.#forget((series) => series.fingerprint === print, nowMs) > 0;
  }

  dropAll(nowMs: number): void {
    this.#forget(() => true, nowMs);
  }

  active(): Alert[] {
    const rule = this.#rule;
    return [...this.#watched.values()].flatMap(({ fingerprint: print, tags, state }) => {
      if (state.alert.kind === 'inactive') return [];
      const labels = this.#placeTags(tags);
      return [{ rule, fingerprint: print, tags, labels, state: state.alert }];
    });
  }

  #matches(tags: Tags): boolean {
    const { match } = this.#rule;
    return Object.keys(match).length === 0 || matchesLabels(match, this.#placeTags(tags));
  }

  #meet(tags: Tags, nowMs: number): Watched {
    const identity = identityTags(this.#rule.measurement, tags);
    const key = seriesKey(identity);
    const known = this.#watched.get(key);
    if (known) {
      known.tags = tags;
      return known;
    }
    const print = fingerprint(this.#rule.id, identity);
    const met = { tags, fingerprint: print, state: newSeriesState(nowMs) };
    this.#watched.set(key, met);
    return met;
  }

  #step(series: Watched, observation: Observation, nowMs: number): void {
    const before = series.state.alert;
    const { state, transition } = evaluate(this.#rule, observation, series.state, nowMs);
    series.state = state;
    if (transition) this.#tell(series, before, transition);
  }

  #forget(isGone: (series: Watched) => boolean, nowMs: number): number {
    const gone = [...this.#watched].filter(([, series]) => isGone(series));
    for (const [key, series] of gone) {
      const before = series.state.alert;
      this.#watched.delete(key);
      series.state = newSeriesState(nowMs);
      const step = { from: before.kind, to: 'inactive', atMs: nowMs, value: null } as const;
      if (before.kind !== 'inactive') this.#tell(series, before, step);
    }
    return gone.length;
  }

  #tell({ fingerprint: print, tags, state }: Watched, before: AlertState, step: Transition): void {
    const rule = this.#rule;
    const labels = this.#placeTags(tags);
    const told = { rule, fingerprint: print, tags, labels, before, after: state.alert };
    this.#onChange({ ...told, transition: step });
  }
}

function isSameQuestion(a: Rule, b: Rule): boolean {
  if (a.measurement !== b.measurement || a.field !== b.field) return false;
  if (a.kind === 'absence' || b.kind === 'absence') return a.kind === b.kind;
  return a.comparison === b.comparison;
}
