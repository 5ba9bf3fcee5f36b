import { json, jsonBody } from '#lib/api/respond.ts';
import { readEnergy } from '#lib/energy/read-energy.ts';
import { answerReplay } from '#lib/samples/answer-replay.ts';
import { quantilesQuerySchema, readQuantiles } from '#lib/samples/read-quantiles.ts';
import { replayQuerySchema } from '#lib/samples/read-replay.ts';
import { readSeries, seriesQuerySchema } from '#lib/samples/read-series.ts';
import { seriesJson } from '#lib/samples/series-json.ts';
import { readTop, topQuerySchema } from '#lib/samples/read-top.ts';
import type { Stand } from './stand.ts';

/** A range that a question is asked about. */
export interface Range {
  readonly startMs: number;
  readonly endMs: number;
}

/** A question as the API is asked it, and its whole answer as it would be sent. */
export type Ask = (stand: Stand, range: Range, signal: AbortSignal) => Promise<Response>;

/** Parameters as they stand in an address. */
type Parameters = Readonly<Record<string, string>>;

const bounds = ({ startMs, endMs }: Range): Parameters => ({
  start: String(startMs),
  end: String(endMs),
});

export const askSeries =
  (parameters: Parameters): Ask =>
  async (stand, range, signal) => {
    const question = seriesQuerySchema.parse({ ...parameters, ...bounds(range) });
    return jsonBody(seriesJson(await readSeries(stand, question, range.endMs, signal)));
  };

export const askTop =
  (parameters: Parameters): Ask =>
  async (stand, range, signal) => {
    const question = topQuerySchema.parse({ ...parameters, ...bounds(range) });
    return json(await readTop(stand, question, range.endMs, signal));
  };

export const askQuantiles =
  (parameters: Parameters): Ask =>
  async (stand, range, signal) => {
    const question = quantilesQuerySchema.parse({ ...parameters, ...bounds(range) });
    return json(await readQuantiles(stand, question, range.endMs, signal));
  };

export const askEnergy =
  (step: 'day' | 'month', groupBy: 'rack' | 'host'): Ask =>
  async (stand, range, signal) =>
    json(await readEnergy(stand, { ...range, groupBy, step }, range.endMs, signal));

export const askReplay =
  (parameters: Parameters): Ask =>
  (stand, range, signal) =>
    answerReplay(stand, replayQuerySchema.parse({ ...parameters, ...bounds(range) }), signal);

export const gpu = { measurement: 'gpu' } as const;
export const fleetPower = { ...gpu, fields: 'power_watts', group_by: '', across: 'sum' } as const;
export const highTemperature = {
  ...gpu,
  field: 'temperature_celsius',
  quantiles: '0.95',
} as const;
