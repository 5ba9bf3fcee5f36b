import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from './columns.ts';
import { parseFault } from './fault/parse-fault.ts';
import { requestFaults } from './fault/step-faults.ts';
import { card, reasonBits } from './gpu/card.ts';
import { createHall, stepHall } from './hall.ts';
import type { Hall } from './hall-state.ts';
import { faultNames, type FaultName } from './fault/fault.ts';
import { planHall } from './plan/hall-plan.ts';

const startTime = 1_795_000_000;

function hallOf(
  seed: number,
  { racks = 2, faults = [] as readonly string[], faultsPerDay = 0 } = {},
): Hall {
  const plan = planHall({ name: 'sim', racks, hostsPerRack: 2, gpusPerHost: 8, seed });
  const hall = createHall({ plan, startTime, faultsPerDay });
  requestFaults(
    hall.faults,
    faults.map((text) => parseFault(text, plan, startTime)),
  );
  return hall;
}

function play(hall: Hall, seconds: number, dtSeconds = 1): Hall {
  for (let time = 0; time < seconds; time += dtSeconds) stepHall(hall, dtSeconds);
  return hall;
}

const seeds = fc.integer({ min: 0, max: 0xffff_ffff });
const someFaults = fc
  .array(fc.constantFrom<FaultName>(...faultNames), { maxLength: 4 })
  .map((kinds) => kinds.map((kind) => `${kind}:any@${kind.length * 7}s`));

describe('a simulated hall', () => {
  it('counts as energy what it drew, GPU by GPU and PDU by PDU', () => {
    fc.assert(
      fc.property(seeds, someFaults, (seed, faults) => {
        const hall = hallOf(seed, { faults });
        const before = hall.gpus.counters.energyJoules.slice();
        const pdusBefore = hall.power.pduJoules.slice();
        const drawn = new Float64Array(hall.gpus.count);
        const passed = new Float64Array(hall.plan.pdus.length);
        for (let step = 0; step < 120; step += 1) {
          stepHall(hall, 1);
          hall.gpus.power.forEach((watts, gpu) => (drawn[gpu] = at(drawn, gpu) + watts));
          passed.forEach((sum, pdu) => (passed[pdu] = sum + phaseSum(hall, pdu)));
        }
        expect(worstShare(hall.gpus.counters.energyJoules, before, drawn)).toBeLessThan(1e-6);
        expect(worstShare(hall.power.pduJoules, pdusBefore, passed)).toBeLessThan(1e-6);
      }),
      { numRuns: 15 },
    );
  });

  it('keeps temperatures, clocks and powers within what a card can do, whatever breaks', () => {
    fc.assert(
      fc.property(seeds, someFaults, fc.constantFrom(1, 5, 10), (seed, faults, dtSeconds) => {
        const hall = hallOf(seed, { faults });
        for (let step = 0; step < 200; step += 1) {
          stepHall(hall, dtSeconds);
          expect(everyGpu(hall, impossible)).toEqual([]);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('throttles for heat only past a limit, and for power only at the limit', () => {
    fc.assert(
      fc.property(seeds, someFaults, (seed, faults) => {
        const hall = hallOf(seed, { faults: [...faults, 'blocked-fan:a01-1'] });
        const hottest = new Float64Array(hall.gpus.count);
        for (let step = 0; step < 600; step += 1) {
          raise(hottest, hall.gpus.coreCelsius);
          stepHall(hall, 1);
          expect(everyGpu(hall, (each, gpu) => unfounded(each, gpu, at(hottest, gpu)))).toEqual([]);
        }
      }),
      { numRuns: 8 },
    );
  });

  it('holds a card whose air is blocked at its limit, and counts for how long', () => {
    const hall = play(hallOf(1, { faults: ['blocked-fan:a01-1'] }), 900);
    const cores = Array.from(hall.gpus.coreCelsius.subarray(0, 8));
    expect(Math.max(...cores)).toBeLessThan(card.driverLimitCelsius + 1);
    const held = hall.gpus.counters.driverHeatSeconds.filter((seconds) => seconds > 300);
    expect(held.length).toBeGreaterThan(2);
  });

  it('lets every job go as fast as its slowest GPU', () => {
    fc.assert(
      fc.property(seeds, someFaults, (seed, faults) => {
        const hall = play(hallOf(seed, { racks: 4, faults }), 300);
        for (const job of hall.schedule.jobs.values()) {
          const speeds = Array.from(
            job.gpus,
            (gpu) => at(hall.gpus.speed, gpu) * (1 - at(hall.gpus.waiting, gpu)),
          );
          for (const speed of speeds) expect(speed).toBeCloseTo(job.rate, 1);
          expect(job.gpus).toContain(job.slowest);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('makes the GPUs beside a slow one wait and draw less', () => {
    const healthy = play(hallOf(3), 400);
    const slowed = play(hallOf(3, { faults: ['slow-gpu:a01-1/2'] }), 400);
    const job = slowed.schedule.jobs.get(at(slowed.gpus.job, 2));
    expect(job?.slowest).toBe(2);
    expect(at(slowed.gpus.power, 3)).toBeLessThan(at(healthy.gpus.power, 3) * 0.92);
    expect(at(slowed.gpus.power, 2)).toBeGreaterThan(at(slowed.gpus.power, 3));
  });

  it('comes to rest where power and cooling meet, from a step of any length', () => {
    const [fine, coarse] = [play(hallOf(5), 3_600, 1), play(hallOf(5), 3_600, 10)];
    for (let rack = 0; rack < 2; rack += 1) {
      expect(at(coarse.room.rackInlet, rack)).toBeCloseTo(at(fine.room.rackInlet, rack), 0);
    }
    const mean = (hall: Hall) =>
      hall.gpus.coreCelsius.reduce((sum, core) => sum + core, 0) / hall.gpus.count;
    expect(Math.abs(mean(coarse) - mean(fine))).toBeLessThan(1.5);
  });

  it('warms the racks beside a cooling unit that is off, and cools them again', () => {
    const hall = hallOf(7, { racks: 8, faults: ['cooling-off:crah-a1@60s+20m'] });
    const calm = hall.room.rackInlet.slice();
    play(hall, 1_200);
    const warm = hall.room.rackInlet.slice();
    expect(Math.max(...warm.map((inlet, rack) => inlet - at(calm, rack)))).toBeGreaterThan(1.5);
    play(hall, 1_800);
    hall.room.rackInlet.forEach((inlet, rack) => {
      expect(Math.abs(inlet - at(calm, rack))).toBeLessThan(0.7);
    });
  });

  it('goes on battery when mains are lost, and the feed is dark when that is empty', () => {
    const hall = hallOf(2, { faults: ['lost-feed:a@10s'] });
    play(hall, 30);
    expect(at(hall.power.onBattery, 0)).toBe(1);
    expect(at(hall.power.upsLive, 0)).toBe(1);
    play(hall, 3_600, 5);
    expect(at(hall.power.upsLive, 0)).toBe(0);
    expect(at(hall.power.phaseWatts, 0)).toBe(0);
    expect(hall.hosts.faults.dark.every((dark) => dark === 0)).toBe(true);
  });

  it('is dark without both feeds, and draws nothing', () => {
    const hall = play(hallOf(2, { faults: ['dead-pdu:pdu-a01-a', 'dead-pdu:pdu-a01-b'] }), 60);
    expect(at(hall.hosts.faults.dark, 0)).toBe(1);
    expect(at(hall.hosts.power, 0)).toBe(0);
    expect(at(hall.gpus.power, 0)).toBe(0);
  });

  it('ends the job of a GPU that dies and gives its host no other until it is back', () => {
    const hall = hallOf(1, { faults: ['dead-gpu:a01-1/3@10s+1h'] });
    const number = at(hall.gpus.job, 3);
    play(hall, 30);
    expect(hall.schedule.jobs.has(number)).toBe(false);
    expect(hall.faults.happenings.map(({ event }) => event)).toEqual(['xid', 'lost']);
    play(hall, 3_000, 5);
    expect(at(hall.schedule.jobOfHost, 0)).toBe(-1);
    play(hall, 3_600, 5);
    expect(at(hall.gpus.faults.dead, 3)).toBe(0);
  });

  it('is the same for the same seed and another for another', () => {
    const states = [
      hallOf(11, { faultsPerDay: 500 }),
      hallOf(11, { faultsPerDay: 500 }),
      hallOf(12),
    ].map((hall) => Array.from(play(hall, 600).gpus.coreCelsius));
    expect(states[0]).toEqual(states[1]);
    expect(states[0]).not.toEqual(states[2]);
  });

  it('played faster goes through the same states, and counts by the clock of the samples', () => {
    const real = hallOf(4);
    const fast = hallOf(4);
    const joules = at(real.gpus.counters.energyJoules, 0);
    for (let second = 0; second < 300; second += 1) stepHall(real, 1, 1);
    for (let tick = 0; tick < 300; tick += 1) stepHall(fast, 1, 0.1);
    expect(Array.from(fast.gpus.coreCelsius)).toEqual(Array.from(real.gpus.coreCelsius));
    expect(Array.from(fast.hosts.power)).toEqual(Array.from(real.hosts.power));
    const [slowly, quickly] = [real, fast].map(
      (hall) => at(hall.gpus.counters.energyJoules, 0) - joules,
    );
    expect(quickly).toBeCloseTo((slowly ?? 0) / 10, 3);
  });
});

/** By how much what was counted differs from what it should be, at worst. */
function worstShare(now: Float64Array, before: Float64Array, grown: Float64Array): number {
  const differences = grown.map(
    (wanted, index) => Math.abs(at(now, index) - at(before, index) - wanted) / Math.max(1, wanted),
  );
  return Math.max(...differences);
}

function phaseSum({ power }: Hall, pdu: number): number {
  return [0, 1, 2].reduce((sum, phase) => sum + at(power.phaseWatts, 3 * pdu + phase), 0);
}

function raise(highest: Float64Array, values: Float64Array): void {
  values.forEach((value, index) => (highest[index] = Math.max(at(highest, index), value)));
}

/** What is wrong with any of them: one expectation for all, for each costs more than a step. */
function everyGpu(hall: Hall, judge: (hall: Hall, gpu: number) => string | null): string[] {
  const wrong: string[] = [];
  for (let gpu = 0; gpu < hall.gpus.count; gpu += 1) {
    const fact = judge(hall, gpu);
    if (fact !== null) wrong.push(`GPU ${gpu}: ${fact}`);
  }
  return wrong;
}

function impossible({ gpus }: Hall, gpu: number): string | null {
  const [core, memory] = [at(gpus.coreCelsius, gpu), at(gpus.memoryCelsius, gpu)];
  const [clock, power] = [at(gpus.clock, gpu), at(gpus.power, gpu)];
  if (!(core > 15 && core < card.shutdownCelsius + 5)) return `core at ${core} °C`;
  if (!(memory > 15 && memory < 115)) return `memory at ${memory} °C`;
  if (!(clock >= 0 && clock <= 1)) return `clock at ${clock}`;
  // A limit holds what switches; what leaks of a die that has just got hot may pass it a little.
  return power >= 0 && power < card.powerLimitWatts * 1.01 ? null : `power ${power} W`;
}

/** A reason that the state gives no ground for. */
function unfounded({ gpus }: Hall, gpu: number, hottest: number): string | null {
  const bits = at(gpus.reasons, gpu);
  if (bits & reasonBits.sw_thermal && hottest < card.driverLimitCelsius) {
    return `the driver holds it, never hotter than ${hottest} °C`;
  }
  if (bits & reasonBits.hw_thermal && hottest < card.slowdownCelsius) {
    return `hardware holds it, never hotter than ${hottest} °C`;
  }
  const isAtLimit = at(gpus.clock, gpu) < 1 && at(gpus.power, gpu) > card.powerLimitWatts * 0.95;
  return bits & reasonBits.power_cap && !isAtLimit ? 'capped below its power limit' : null;
}
