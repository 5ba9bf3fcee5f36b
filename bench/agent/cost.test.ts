import { describe, expect, it } from 'vitest';
import { costOf } from './cost.ts';
import { quantile } from '../quantile.ts';
import { GatherLog, longestOfAll } from './gather-times.ts';
import { judge } from './goals.ts';
import { countSamples as countDimensions } from './netdata.ts';
import { countSamples } from './node-exporter.ts';
import { alignRows, costTable, goalLines, ratioTable } from './rows.ts';
import type { ProgramUsage } from './usage.ts';

const program = { name: 'p', about: 'for the test' };

/** A reading every ten seconds; each with 70 ms more of processor time, 30 of them its child's. */
function readings(...megabytes: readonly number[]): ProgramUsage[] {
  return megabytes.map((size, index) => {
    const part = (pid: number, purpose: string, seconds: number, share: number) => ({
      ...{ pid, purpose, cpuSeconds: 2 + index * seconds },
      ...{ residentBytes: size * share * 1e6, proportionalBytes: size * share * 5e5 },
      anonymousBytes: size * share * 2.5e5,
    });
    return {
      atMs: index * 10_000,
      cpuSeconds: 5 + index * 0.07,
      residentBytes: size * 1e6,
      proportionalBytes: size * 5e5,
      anonymousBytes: size * 2.5e5,
      processes: [
        part(1, 'agent', 0.04, 0.75),
        part(2, 'reader', 0.03, 0.25),
        ...(index === 1 ? [part(3, 'replacement', 0, 0)] : []),
      ],
    };
  });
}

describe('costOf', () => {
  it('takes time from first to last, medians of memory and the most processes', () => {
    expect(costOf(program, readings(100, 104, 102), 350)).toMatchObject({
      seconds: 20,
      processes: 3,
      residentBytes: 102e6,
      proportionalBytes: 51e6,
      largestResidentBytes: 104e6,
    });
  });

  it('tells its processes apart, those that came or went aside', () => {
    const { parts } = costOf(program, readings(100, 104, 102), 350);
    expect(parts.map(({ purpose }) => purpose)).toEqual(['agent', 'reader']);
    expect(parts[1]?.cpuRatio).toBeCloseTo(0.003);
    expect(parts[1]).toMatchObject({ residentBytes: 25.5e6, proportionalBytes: 12.75e6 });
  });

  it('divides processor time by samples', () => {
    const cost = costOf(program, readings(1, 1, 1), 350);
    expect(cost.cpuRatio).toBeCloseTo(0.007);
    expect(cost.microsecondsPerSample).toBeCloseTo(20);
    expect(costOf(program, readings(1, 1, 1), null).microsecondsPerSample).toBeNull();
  });

  it('sees no growth in a saw-tooth, and all of it in a slope', () => {
    const sawTooth = costOf(program, readings(60, 64, 68, 60, 64, 68, 60, 64, 68), 1);
    expect(sawTooth).toMatchObject({ grownBytes: 0, grownResidentBytes: 0 });
    const slope = costOf(program, readings(60, 61, 62, 63, 64, 65), 1);
    expect(slope).toMatchObject({ grownBytes: 1e6, grownResidentBytes: 4e6 });
  });

  it('takes no process for growth that lives through a part of the run', () => {
    const steady = readings(60, 60, 60, 60, 60, 60);
    const standby = { pid: 9, purpose: 'reader', cpuSeconds: 0 };
    const size = { residentBytes: 45e6, proportionalBytes: 9e6, anonymousBytes: 9e6 };
    const withStandby = steady.map((reading, index) =>
      index < 4
        ? reading
        : { ...reading, processes: [...reading.processes, { ...standby, ...size }] },
    );
    expect(costOf(program, withStandby, 1)).toMatchObject({ grownBytes: 0, grownResidentBytes: 0 });
  });

  it('refuses to say anything of two readings', () => {
    expect(() => costOf(program, readings(1, 1), 1)).toThrow('2 readings');
  });
});

describe('judge', () => {
  const agent = costOf({ ...program, name: 'isotherm agent' }, readings(100, 100, 100), 350);
  const netdata = costOf({ ...program, name: 'netdata' }, readings(40, 40, 40), 400);
  const gathers = [{ collector: longestOfAll, rounds: 9, p50Seconds: 0.01, p99Seconds: 0.06 }];
  const verdicts = (rate = 1, other: typeof netdata | null = netdata) =>
    judge(agent, other, gathers, rate).map(({ isMet }) => isMet);

  it('says what is met, what is not and what this run cannot tell', () => {
    expect(verdicts()).toEqual([true, false, false, true, null]);
  });

  it('cannot compare with what is not there', () => {
    expect(verdicts(1, null)[1]).toBeNull();
  });

  it('says nothing of processor time where rounds come faster than an agent makes them', () => {
    expect(verdicts(10).slice(0, 2)).toEqual([null, null]);
  });

  it('judges growth after an hour', () => {
    const hour = { ...agent, seconds: 7200, grownBytes: 2e6 };
    expect(judge(hour, null, [], 1).at(-1)?.isMet).toBe(true);
    expect(judge({ ...hour, grownBytes: 5e6 }, null, [], 1).at(-1)?.isMet).toBe(false);
  });

  it('marks the lines', () => {
    expect(goalLines(judge(agent, netdata, gathers, 1)).map((line) => line[0])).toEqual([
      ...['✓', '✗', '✗', '✓', '–'],
    ]);
  });
});

describe('GatherLog', () => {
  it('keeps the times of each collector and the longest of all', () => {
    const log = new GatherLog();
    const say = (measurement: string, tags: Record<string, string>, value: number) => {
      const gather_seconds = { type: 'float', value } as const;
      log.note({ measurement, tags, fields: { gather_seconds }, timeNs: 0n });
    };
    say('agent_collector', { host: 'h', collector: 'nvml' }, 0.003);
    log.begin();
    for (const seconds of [0.004, 0.002, 0.009]) {
      say('agent_collector', { host: 'h', collector: 'nvml' }, seconds);
    }
    say('agent', { host: 'h' }, 0.01);
    log.note({ measurement: 'host', tags: {}, fields: {}, timeNs: 0n });
    expect(log.read()).toEqual([
      { collector: 'nvml', rounds: 3, p50Seconds: 0.004, p99Seconds: 0.009 },
      { collector: longestOfAll, rounds: 1, p50Seconds: 0.01, p99Seconds: 0.01 },
    ]);
  });

  it('takes a value that occurred for a quantile', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([quantile(hundred, 0.5), quantile(hundred, 0.99), quantile([7], 0.5)]).toEqual([
      ...[50, 99, 7],
    ]);
    expect(() => quantile([], 0.5)).toThrow('no value');
  });
});

describe('samples of the others', () => {
  it('counts netdata’s current dimensions at their rate, without those about netdata', () => {
    const chart = (type: string, update_every: number, last_entry: number) => ({
      ...{ type, update_every, last_entry, extra: 1 },
      dimensions: { a: { name: 'a' }, b: { name: 'b' } },
    });
    const charts = {
      x: chart('system', 1, 1000),
      y: chart('disk', 10, 995),
      z: chart('netdata', 1, 1000),
      old: chart('net', 1, 900),
    };
    expect(countDimensions({ charts }, 1001)).toBeCloseTo(2.2);
  });

  it('counts node_exporter’s lines, without comments and those about itself', () => {
    const page = '# HELP x y\nnode_load1 0.5\nnode_cpu{cpu="0"} 7\ngo_threads 5\nnode_scrape_x 1\n';
    expect(countSamples(page)).toBe(2);
  });
});

describe('tables', () => {
  const agent = costOf({ ...program, name: 'isotherm agent' }, readings(100, 100, 100), 350);
  const other = costOf({ ...program, name: 'other' }, readings(50, 50, 50), null);

  it('aligns the first column to the left and numbers to the right', () => {
    expect(
      alignRows([
        ['a', 'number'],
        ['longer', '1'],
      ]),
    ).toEqual(['a       number', 'longer       1']);
  });

  it('shows what was measured, and a dash where there is nothing', () => {
    const single = { ...other, processes: 1 };
    expect(costTable([agent, single]).slice(1)).toEqual([
      'isotherm agent          3     0.70 %  100.0 MB       50.0 MB       0.0 MB       0.0 MB        350   20.0 µs',
      '  of it agent                 0.40 %   75.0 MB       37.5 MB       0.0 MB       0.0 MB',
      '  of it reader                0.30 %   25.0 MB       12.5 MB       0.0 MB       0.0 MB',
      'other                   1     0.70 %   50.0 MB       25.0 MB       0.0 MB       0.0 MB          –         –',
    ]);
  });

  it('puts the first beside each of the others', () => {
    expect(ratioTable([agent, other])[1]).toMatch(/^other +1\.00× +2\.00× +2\.00× +–$/);
  });
});
