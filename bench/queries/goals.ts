import {
  askEnergy,
  askQuantiles,
  askReplay,
  askSeries,
  askTop,
  fleetPower,
  gpu,
  highTemperature,
  type Ask,
} from './questions.ts';

/** A question about the whole data set, and how fast its answer is wanted. */
export interface GoalQuestion {
  readonly name: string;
  readonly days: number;
  readonly ask: Ask;
  readonly goal:
    | { readonly kind: 'p95'; readonly ms: number }
    | { readonly kind: 'frames'; readonly perSecond: number; readonly frames: number };
}

const monthly = { kind: 'p95', ms: 300 } as const;

export function goalQuestions(minuteDays: number, hourDays: number): GoalQuestion[] {
  return [
    {
      name: 'fleet power, at most 1,000 points',
      days: minuteDays,
      ask: askSeries({ ...fleetPower, max_points: '1000' }),
      goal: monthly,
    },
    {
      name: 'energy by rack and day',
      days: minuteDays,
      ask: askEnergy('day', 'rack'),
      goal: monthly,
    },
    {
      name: 'p95 of temperature by hour',
      days: minuteDays,
      ask: askQuantiles({ ...highTemperature, step: '1h' }),
      goal: monthly,
    },
    {
      name: 'top 20 by power',
      days: minuteDays,
      ask: askTop({ ...gpu, field: 'power_watts', limit: '20' }),
      goal: monthly,
    },
    {
      name: 'energy by rack and month',
      days: hourDays,
      ask: askEnergy('month', 'rack'),
      goal: { kind: 'p95', ms: 1000 },
    },
    {
      name: 'replay of temperature by minute',
      days: 1,
      ask: askReplay({ ...gpu, fields: 'temperature_celsius', step: '1m' }),
      goal: { kind: 'frames', perSecond: 20, frames: 1440 },
    },
  ];
}
