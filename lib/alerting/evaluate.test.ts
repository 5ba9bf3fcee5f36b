import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AbsenceRule, ThresholdRule } from '#lib/model/alert.ts';
import { newSeriesState, type SeriesState, type Transition } from './alert-state.ts';
import { evaluate, type Observation } from './evaluate.ts';

const shared = {
  id: 'rule-1',
  name: 'hot',
  measurement: 'gpu',
  field: 'temperature_celsius',
  match: {},
  severity: 'critical',
  summary: '',
  runbookUrl: '',
  enabled: true,
} as const;
const hot: ThresholdRule = {
  ...shared,
  kind: 'threshold',
  comparison: 'above',
  threshold: 85,
  clearThreshold: 80,
  forSeconds: 10,
  gapSeconds: 5,
};
const silent: AbsenceRule = { ...shared, kind: 'absence', forSeconds: 60 };

interface Step {
  readonly observation: Observation;
  readonly nowMs: number;
}

function sample(second: number, value: number | null, backlog = false): Step {
  const timeMs = second * 1000;
  return { observation: { kind: 'sample', value, timeMs, backlog }, nowMs: timeMs };
}

function clock(second: number): Step {
  return { observation: { kind: 'clock' }, nowMs: second * 1000 };
}

function play(rule: ThresholdRule | AbsenceRule, steps: readonly Step[]) {
  let state: SeriesState = newSeriesState(steps[0]?.nowMs ?? 0);
  const transitions: Transition[] = [];
  for (const { observation, nowMs } of steps) {
    const evaluation = evaluate(rule, observation, state, nowMs);
    state = evaluation.state;
    if (evaluation.transition) transitions.push(evaluation.transition);
  }
  return { state, transitions, path: transitions.map(({ to }) => to) };
}

const every = (from: number, to: number, value: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => sample(from + index, value));

describe('a threshold rule', () => {
  it('waits, fires, holds between the levels, and clears at the clear level', () => {
    expect(play(hot, every(0, 9, 90)).path).toEqual(['pending']);
    const fired = play(hot, every(0, 10, 90));
    expect(fired.path).toEqual(['pending', 'firing']);
    expect(fired.state.alert).toEqual({
      kind: 'firing',
      sinceMs: 0,
      value: 90,
      valueAtMs: 10_000,
    });
    expect(play(hot, [...every(0, 10, 90), sample(11, 82)]).path).toEqual(['pending', 'firing']);
    expect(play(hot, [...every(0, 10, 90), sample(11, 80)]).path.at(-1)).toBe('inactive');
  });

  it('fires at once without a wait', () => {
    const { path } = play({ ...hot, forSeconds: 0 }, [sample(0, 85), sample(1, 85.1)]);
    expect(path).toEqual(['firing']);
  });

  it('fires below, too', () => {
    const idle: ThresholdRule = { ...hot, comparison: 'below', threshold: 5, clearThreshold: 9 };
    const steps = [...every(0, 10, 4), sample(11, 8), sample(12, 9)];
    expect(play(idle, steps).path).toEqual(['pending', 'firing', 'inactive']);
  });

  it('starts to wait again after one healthy value or a gap', () => {
    const dip = [...every(0, 9, 90), sample(10, 84), ...every(11, 20, 90)];
    expect(play(hot, dip).path).toEqual(['pending', 'inactive', 'pending']);
    const gap = [...every(0, 4, 90), ...every(11, 20, 90)];
    expect(play(hot, gap).path).toEqual(['pending']);
    expect(play(hot, [...gap, sample(21, 90)]).path).toEqual(['pending', 'firing']);
  });

  it('gives up waiting when nothing more is heard, and keeps firing when it was firing', () => {
    expect(play(hot, [...every(0, 5, 90), clock(10)]).path).toEqual(['pending']);
    expect(play(hot, [...every(0, 5, 90), clock(11)]).path).toEqual(['pending', 'inactive']);
    const fired = [...every(0, 10, 90), clock(1000), sample(1001, null), clock(9999)];
    expect(play(hot, fired).state.alert).toMatchObject({ kind: 'firing', valueAtMs: 10_000 });
  });

  it('listens to a host whose clock was set back', () => {
    const ahead = 300_000;
    const shifted = every(0, 5, 90).map(({ observation, nowMs }) => ({
      nowMs,
      observation:
        observation.kind === 'sample'
          ? { ...observation, timeMs: observation.timeMs + ahead }
          : observation,
    }));
    const { path } = play(hot, [...shifted, ...every(6, 16, 90)]);
    expect(path).toEqual(['pending', 'firing']);
  });
});

describe('an absence rule', () => {
  it('fires after the silence and resolves at the first live value', () => {
    const steps = [sample(0, 1), clock(59), clock(60), clock(75)];
    const { path, state } = play(silent, steps);
    expect(path).toEqual(['firing']);
    expect(state.alert).toEqual({ kind: 'firing', sinceMs: 0, value: 75, valueAtMs: 75_000 });
    expect(play(silent, [...steps, sample(80, 1)]).path).toEqual(['firing', 'inactive']);
  });

  it('counts neither a gap nor the backlog as having heard something', () => {
    const steps = [sample(0, 1), sample(30, null), sample(59, 1, true), clock(60)];
    expect(play(silent, steps).path).toEqual(['firing']);
    expect(play(silent, [...steps, sample(61, 1, true)]).path).toEqual(['firing']);
  });
});

/** Observations in order of arrival; a sample may be a gap, from the backlog or late. */
const stepsArbitrary = fc
  .array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 8000 }),
      kind: fc.constantFrom('sample', 'sample', 'sample', 'gap', 'backlog', 'late', 'clock'),
      value: fc.constantFrom(70, 80, 82, 85, 86, 90),
    }),
    { minLength: 1, maxLength: 80 },
  )
  .map((entries) => {
    let nowMs = 0;
    return entries.map(({ afterMs, kind, value }): Step => {
      nowMs += afterMs;
      if (kind === 'clock') return { observation: { kind: 'clock' }, nowMs };
      return {
        nowMs,
        observation: {
          kind: 'sample',
          value: kind === 'gap' ? null : value,
          timeMs: kind === 'late' ? nowMs - 10_000 : nowMs,
          backlog: kind === 'backlog',
        },
      };
    });
  });

const rules = fc.record({
  forSeconds: fc.integer({ min: 0, max: 20 }),
  gapSeconds: fc.integer({ min: 2, max: 10 }),
  clearThreshold: fc.constantFrom(75, 80, 85),
});

describe('whatever is observed', () => {
  it('never fires before the value was beyond the threshold for all of the wait', () => {
    fc.assert(
      fc.property(stepsArbitrary, rules, (steps, settings) => {
        const rule = { ...hot, ...settings };
        let state = newSeriesState(0);
        /** Accepted values in a row that were beyond, without a gap between them. */
        let streak: number[] = [];
        let newest = -Infinity;
        for (const { observation, nowMs } of steps) {
          const evaluation = evaluate(rule, observation, state, nowMs);
          state = evaluation.state;
          if (observation.kind === 'sample' && !observation.backlog && observation.value !== null) {
            if (observation.timeMs > newest) {
              const isContinuous = observation.timeMs - newest <= rule.gapSeconds * 1000;
              newest = observation.timeMs;
              if (observation.value <= rule.threshold) streak = [];
              else streak = [...(isContinuous ? streak : []), newest];
            }
          }
          if (evaluation.transition?.to === 'firing') {
            const [first, last] = [streak[0], streak.at(-1)];
            expect(first).toBeDefined();
            expect((last ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(rule.forSeconds * 1000);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('resolves only by a live value at the clear level', () => {
    fc.assert(
      fc.property(stepsArbitrary, rules, (steps, settings) => {
        const rule = { ...hot, ...settings };
        let state = newSeriesState(0);
        for (const { observation, nowMs } of steps) {
          const evaluation = evaluate(rule, observation, state, nowMs);
          state = evaluation.state;
          if (evaluation.transition?.from !== 'firing') continue;
          expect(observation).toMatchObject({ kind: 'sample', backlog: false });
          if (observation.kind === 'sample') {
            expect(observation.value).not.toBeNull();
            expect(observation.value).toBeLessThanOrEqual(rule.clearThreshold);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('takes the same steps when the same is observed again, and none from a replay', () => {
    fc.assert(
      fc.property(stepsArbitrary, rules, (steps, settings) => {
        const rule = { ...hot, ...settings };
        const once = play(rule, steps);
        expect(play(rule, steps)).toEqual(once);
        const endMs = steps.at(-1)?.nowMs ?? 0;
        const replay = steps
          .filter(({ observation }) => observation.kind === 'sample')
          .map(({ observation }) => ({ observation, nowMs: endMs }));
        expect(play(rule, [...steps, ...replay]).state.alert).toEqual(once.state.alert);
      }),
    );
  });

  it('counts every transition from the state before it', () => {
    fc.assert(
      fc.property(stepsArbitrary, fc.constantFrom(hot, silent), (steps, rule) => {
        const { transitions } = play(rule, steps);
        let before: string = 'inactive';
        for (const { from, to } of transitions) {
          expect(from).toBe(before);
          expect(to).not.toBe(from);
          before = to;
        }
      }),
    );
  });
});
