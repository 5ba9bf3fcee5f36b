import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SampleValue } from '#lib/store/store.ts';
import type { Subscribe } from '#lib/wire/live-messages.ts';
import { ask, openHub } from '#tests/live/open-hub.ts';
import { createScreen, type Screen } from '#tests/live/screen.ts';
import { tableOf } from '#tests/live/table.ts';

const hosts = ['a', 'b', 'c', 'd'];
const fields = ['power_watts', 'fan_ratio', 'rate(power_watts)'];
const screens = [0, 1, 2];

type Encoding = 'binary' | 'json' | 'delta';

type Step =
  | { do: 'publish'; host: string; field: string; value: number; ageMs: number }
  | { do: 'tick'; afterMs: number }
  | { do: 'slow'; screen: number; isSlow: boolean }
  | { do: 'subscribe'; screen: number; racks: string[]; encoding: Encoding; maxHz: number }
  | { do: 'move'; host: string; rack: string };

const anyScreen = fc.constantFrom(...screens);
const anyHost = fc.constantFrom(...hosts);
const rack = fc.constantFrom('R1', 'R2', 'R3');
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('publish' as const),
        host: anyHost,
        field: fc.constantFrom('power_watts', 'fan_ratio'),
        value: fc.integer({ min: 0, max: 1000 }),
        ageMs: fc.integer({ min: 0, max: 3000 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('tick' as const),
        afterMs: fc.integer({ min: 1, max: 700 }),
      }),
    },
    fc.record({ do: fc.constant('slow' as const), screen: anyScreen, isSlow: fc.boolean() }),
    fc.record({
      do: fc.constant('subscribe' as const),
      screen: anyScreen,
      racks: fc.array(rack, { minLength: 1 }),
      encoding: fc.constantFrom<Encoding>('binary', 'json', 'delta'),
      maxHz: fc.constantFrom(1, 5),
    }),
    fc.record({ do: fc.constant('move' as const), host: anyHost, rack }),
  ),
  { maxLength: 80 },
);

describe('what a client shows', () => {
  it('is what the hub knows once the client has caught up, whatever happened before', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const open = openHub();
        const shown = screens.map(() => createScreen());
        const questions = new Map<Screen, Subscribe>();
        const newest = new Map<string, { timeMs: number; value: number }>();
        for (const step of script) act(open, shown, questions, newest, step);
        for (const screen of shown) screen.bufferedBytes = 0;
        open.world.nowMs += 2000;
        open.hub.tick(open.world.nowMs);
        for (const [screen, question] of questions) {
          const known = open.hub.latest('gpu', fields, question.match);
          const byHost = known.toSorted((x, y) =>
            (x.tags.host ?? '') < (y.tags.host ?? '') ? -1 : 1,
          );
          expect(screen.rows('s').map((row) => [row.tags, row.values.map(rounded)])).toEqual(
            byHost.map((row) => [row.tags, row.values.map(rounded)]),
          );
          for (const row of known) {
            const power = newest.get(`${row.tags.host} power_watts`);
            expect(row.values[0]).toBe(power?.value ?? null);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

function act(
  { hub, world, publish }: ReturnType<typeof openHub>,
  shown: readonly Screen[],
  questions: Map<Screen, Subscribe>,
  newest: Map<string, { timeMs: number; value: number }>,
  step: Step,
): void {
  switch (step.do) {
    case 'publish': {
      const { host, field, value } = step;
      const timeMs = world.nowMs - step.ageMs;
      publish(tableOf('gpu', [{ tags: { host }, timeMs, fields: { [field]: value } }]));
      const known = newest.get(`${host} ${field}`);
      if (!known || timeMs >= known.timeMs) newest.set(`${host} ${field}`, { timeMs, value });
      return;
    }
    case 'tick':
      world.nowMs += step.afterMs;
      hub.tick(world.nowMs);
      return;
    case 'slow': {
      const screen = shown[step.screen];
      if (screen) screen.bufferedBytes = step.isSlow ? 10_000_000 : 0;
      return;
    }
    case 'subscribe': {
      const screen = shown[step.screen];
      const { racks, encoding, maxHz } = step;
      const form =
        encoding === 'delta' ? { encoding: 'binary' as const, delta: true } : { encoding };
      const question = ask({ fields, match: { rack: racks }, ...form, maxHz });
      if (!screen) return;
      hub.subscribe(screen.client, question);
      questions.set(screen, question);
      return;
    }
    case 'move':
      world.racks[step.host] = step.rack;
      hub.placesChanged();
  }
}

/** Frames carry Float32. */
function rounded(value: SampleValue): SampleValue {
  return typeof value === 'number' ? Math.fround(value) : value;
}
