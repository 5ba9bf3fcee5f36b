import type { Arrival, PlaceTags } from '#lib/live/hub.ts';
import type { Alert, Rule } from '#lib/model/alert.ts';
import type { SampleTable } from '#lib/model/sample.ts';
import type { Log } from '#lib/services.ts';
import type { Store } from '#lib/store/store.ts';
import type { RuleStatus } from './engine.ts';
import type { StoredAlert } from './ledger.ts';
import { RuleWatch, type Change } from './rule-watch.ts';

/** Every enabled rule, found by the measurement it is about. */
export interface RuleBook {
  observe(tables: readonly SampleTable[], arrival: Arrival): void;
  tick(nowMs: number): void;
  /** Alerts of rules that are gone end. True when an absence rule began to watch. */
  replaceRules(rules: readonly Rule[], nowMs: number): boolean;
  restore(stored: StoredAlert, nowMs: number): void;
  /** Lets absence rules count the silence of what was heard in the last day. */
  expectHeard(store: Pick<Store, 'latest'>, nowMs: number, log: Log): Promise<void>;
  drop(ruleId: string, fingerprint: string, nowMs: number): boolean;
  active(): readonly Alert[];
  firing(ruleId: string): readonly Alert[];
  watching(): readonly RuleStatus[];
}

const rememberMs = 86_400_000;
const readTimeoutMs = 10_000;

export function createRuleBook(placeTags: PlaceTags, onChange: (change: Change) => void): RuleBook {
  let watches = new Map<string, RuleWatch>();
  let byMeasurement = new Map<string, RuleWatch[]>();

  return {
    observe(tables, arrival) {
      for (const table of tables) {
        for (const watch of byMeasurement.get(table.measurement) ?? []) {
          watch.observe(table, arrival);
        }
      }
    },
    tick(nowMs) {
      for (const watch of watches.values()) watch.tick(nowMs);
    },
    replaceRules(rules, nowMs) {
      const before = watches;
      const kept = (rule: Rule) => {
        const watch = before.get(rule.id);
        return watch?.adopt(rule) ? watch : new RuleWatch(rule, placeTags, onChange);
      };
      watches = new Map(rules.map((rule) => [rule.id, kept(rule)]));
      byMeasurement = indexed([...watches.values()]);
      for (const [id, watch] of before) if (watches.get(id) !== watch) watch.dropAll(nowMs);
      return [...watches].some(
        ([id, watch]) => watch.rule.kind === 'absence' && before.get(id) !== watch,
      );
    },
    restore({ ruleId, tags, state }, nowMs) {
      watches.get(ruleId)?.restore(tags, state, nowMs);
    },
    async expectHeard(store, nowMs, log) {
      for (const watch of watches.values()) {
        if (watch.rule.kind !== 'absence') continue;
        await expectHeard(watch, store, nowMs).catch((error: unknown) =>
          log.warn({ rule: watch.rule.id, err: error }, 'what was heard before is not known'),
        );
      }
    },
    drop: (ruleId, fingerprint, nowMs) => watches.get(ruleId)?.drop(fingerprint, nowMs) ?? false,
    active: () => [...watches.values()].flatMap((watch) => watch.active()),
    firing: (ruleId) => watches.get(ruleId)?.active().filter(isFiring) ?? [],
    watching: () => [...watches.values()].map(statusOf),
  };
}

function indexed(watches: readonly RuleWatch[]): Map<string, RuleWatch[]> {
  const index = new Map<string, RuleWatch[]>();
  for (const watch of watches) {
    const { measurement } = watch.rule;
    index.set(measurement, [...(index.get(measurement) ?? []), watch]);
  }
  return index;
}

async function expectHeard(
  watch: RuleWatch,
  store: Pick<Store, 'latest'>,
  nowMs: number,
): Promise<void> {
  const { measurement, field } = watch.rule;
  const query = { measurement, fields: [field], match: {}, nowMs, maxAgeMs: rememberMs };
  const rows = await store.latest(query, AbortSignal.timeout(readTimeoutMs));
  for (const { tags, values } of rows) if (values[0] !== null) watch.expect(tags, nowMs);
}

function statusOf(watch: RuleWatch): RuleStatus {
  const active = watch.active();
  const firing = active.filter(isFiring).length;
  const pending = active.length - firing;
  return { ruleId: watch.rule.id, series: watch.seriesCount, pending, firing };
}

function isFiring({ state }: Alert): boolean {
  return state.kind === 'firing';
}
