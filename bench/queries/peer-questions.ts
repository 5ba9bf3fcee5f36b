import type { PeerQuestion } from './peer.ts';
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

/** The same question in three languages, about the slice. */
export interface ComparedQuestion extends PeerQuestion {
  readonly name: string;
  readonly ask: Ask;
}

const minute = 60_000;

export function comparedQuestions(hours: number): ComparedQuestion[] {
  return [
    {
      name: 'fleet power by minute',
      ask: askSeries({ ...fleetPower, step: '1m' }),
      influxql:
        'SELECT sum(p) FROM (SELECT mean(power_watts) AS p FROM gpu WHERE $bounds GROUP BY time(1m), gpu) WHERE $bounds GROUP BY time(1m)',
      metricsql: { query: 'sum(avg_over_time(gpu_power_watts[1m]))', stepMs: minute },
    },
    {
      name: 'energy by rack',
      ask: askEnergy('day', 'rack'),
      influxql: 'SELECT sum(power_watts) * 60 FROM gpu WHERE $bounds GROUP BY rack',
      metricsql: {
        query: `sum(increase(gpu_energy_joules_total[${hours}h])) by (rack)`,
        stepMs: null,
      },
    },
    {
      name: 'p95 of temperature by 10 min',
      ask: askQuantiles({ ...highTemperature, step: '10m' }),
      influxql:
        'SELECT percentile(t, 95) FROM (SELECT mean(temperature_celsius) AS t FROM gpu WHERE $bounds GROUP BY time(10m), gpu) WHERE $bounds GROUP BY time(10m)',
      metricsql: {
        query: 'quantile(0.95, avg_over_time(gpu_temperature_celsius[10m]))',
        stepMs: 10 * minute,
      },
    },
    {
      name: 'top 20 by power',
      ask: askTop({ ...gpu, field: 'power_watts', limit: '20' }),
      influxql:
        'SELECT top(p, gpu, 20) FROM (SELECT mean(power_watts) AS p FROM gpu WHERE $bounds GROUP BY gpu)',
      metricsql: { query: `topk(20, avg_over_time(gpu_power_watts[${hours}h]))`, stepMs: null },
    },
    {
      name: 'temperature of all by minute',
      ask: askReplay({ ...gpu, fields: 'temperature_celsius', step: '1m' }),
      influxql: 'SELECT mean(temperature_celsius) FROM gpu WHERE $bounds GROUP BY time(1m), gpu',
      metricsql: { query: 'avg_over_time(gpu_temperature_celsius[1m])', stepMs: minute },
    },
  ];
}
