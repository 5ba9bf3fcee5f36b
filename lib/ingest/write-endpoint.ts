import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AlertEngine } from '#lib/alerting/engine.ts';
import type { LiveHub } from '#lib/live/hub.ts';
import { canWrite, type Principal } from '#lib/model/identity.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Log } from '#lib/services.ts';
import type { Store } from '#lib/store/store.ts';
import { refusalAnswer, sendAnswer, type Answer } from './answer.ts';
import { BatchLog } from './batch-log.ts';
import { Decoder } from './decoder.ts';
import { FieldLimit } from './field-limit.ts';
import { InFlight, type Flight } from './in-flight.ts';
import { Intake } from './intake.ts';
import { defaultLimits, type WriteLimits } from './limits.ts';
import { BodyLate, readBody, SenderGone } from './read-body.ts';
import { SeriesLimit } from './series-limit.ts';
import { answerHealth, answerPing, identify } from './status-handlers.ts';
import type { WriteMetrics } from './write-metrics.ts';
import { readParameters, type WriteParameters } from './write-parameters.ts';

export interface WriteEndpointParts {
  readonly authenticate: (request: IncomingMessage) => Promise<Principal | null>;
  readonly store: Pick<Store, 'write' | 'measurements' | 'listSeries' | 'batchWatermarks'>;
  readonly hub: Pick<LiveHub, 'publish'>;
  readonly alerts: Pick<AlertEngine, 'observe'>;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Series kept for measurements that the catalogue does not know. */
  readonly seriesLimit: number;
  readonly limits?: Partial<WriteLimits>;
  readonly metrics: WriteMetrics;
  readonly log: Log;
  /** Our version, told to clients. */
  readonly version: string;
}

/** InfluxDB's write API, both versions of it. */
export interface WriteEndpoint {
  /** `POST /write` and `POST /api/v2/write`. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  ping(request: IncomingMessage, response: ServerResponse): Promise<void>;
  health(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Bytes of requests that are being read, parsed or stored. */
  inFlightBytes(): number;
  /** Series of measurements that the catalogue does not know. */
  unknownSeries(): number;
  /** Refuses new writes and resolves when those under way are answered. */
  close(): Promise<void>;
}

/** Opens the endpoint over what is stored already: series, fields and numbered batches. */
export async function createWriteEndpoint(parts: WriteEndpointParts): Promise<WriteEndpoint> {
  const limits = { ...defaultLimits, ...parts.limits };
  const opening = AbortSignal.timeout(openTimeoutMs);
  const series = new SeriesLimit({ ...limits, series: parts.seriesLimit });
  const fields = new FieldLimit(limits.fieldsPerMeasurement);
  await series.load(parts.store, opening);
  await fields.load(parts.store, opening);
  const batches = new BatchLog(await parts.store.batchWatermarks());
  const intake = new Intake({ ...parts, limits, series, fields, batches });
  return new Endpoint(parts, limits, intake, series);
}

const openTimeoutMs = 60_000;

class Endpoint implements WriteEndpoint {
  readonly #parts: WriteEndpointParts;
  readonly #limits: WriteLimits;
  readonly #intake: Intake;
  readonly #series: SeriesLimit;
  readonly #decoder: Decoder;
  readonly #inFlight: InFlight;
  readonly #underWay = new Set<Promise<void>>();
  #isBehind = false;
  #isClosed = false;

  constructor(parts: WriteEndpointParts, limits: WriteLimits, intake: Intake, series: SeriesLimit) {
    this.#parts = parts;
    this.#limits = limits;
    this.#intake = intake;
    this.#series = series;
    this.#decoder = new Decoder(limits);
    this.#inFlight = new InFlight(limits);
  }

  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answered = this.#answer(request, response);
    this.#underWay.add(answered);
    return answered.finally(() => this.#underWay.delete(answered));
  }

  ping(request: IncomingMessage, response: ServerResponse): Promise<void> {
    answerPing(request, response, this.#parts.version);
    return Promise.resolve();
  }

  health(request: IncomingMessage, response: ServerResponse): Promise<void> {
    answerHealth(request, response, { version: this.#parts.version, isReady: !this.#isClosed });
    return Promise.resolve();
  }

  inFlightBytes(): number {
    return this.#inFlight.bytes;
  }

  unknownSeries(): number {
    return this.#series.count;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#underWay);
    await this.#decoder.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { clock, metrics, version } = this.#parts;
    const startedMs = clock();
    identify(response, version);
    try {
      const answer = await this.#write(request);
      sendAnswer(request, response, answer);
      metrics.answered(answer.status, (clock() - startedMs) / 1000);
    } catch (error) {
      if (!(error instanceof SenderGone)) throw error;
      response.destroy();
    }
  }

  async #write(request: IncomingMessage): Promise<Answer> {
    if (request.method !== 'POST') return { status: 405, error: 'samples are written with POST' };
    try {
      const principal = await this.#parts.authenticate(request);
      if (!principal) return unauthorized;
      if (!canWrite(principal)) return forbidden;
      return await this.#receive(request, principal);
    } catch (error) {
      if (error instanceof SenderGone) throw error;
      if (error instanceof BodyLate) return { status: 408, error: error.message };
      return refusalAnswer(error) ?? this.#failed(error);
    }
  }

  async #receive(request: IncomingMessage, principal: Principal): Promise<Answer> {
    if (this.#isClosed) throw new Refusal('unavailable', 'the server is stopping', 1);
    const parameters = readParameters(request);
    const flight = this.#begin();
    try {
      return await this.#take(request, parameters, principal, flight);
    } finally {
      flight.abandon();
    }
  }

  /** Tells the log when senders begin to be refused, and when they no longer are. */
  #begin(): Flight {
    const { clock, log } = this.#parts;
    try {
      const flight = this.#inFlight.begin(clock());
      if (this.#isBehind) log.info({}, 'writes are accepted again');
      this.#isBehind = false;
      return flight;
    } catch (error) {
      if (!this.#isBehind) log.warn({ err: error }, 'writes are refused for now');
      this.#isBehind = true;
      throw error;
    }
  }

  async #take(
    request: IncomingMessage,
    { precision, encoding, batch }: WriteParameters,
    principal: Principal,
    flight: Flight,
  ): Promise<Answer> {
    const bytes = await readBody(request, this.#limits, flight);
    const nowMs = this.#parts.clock();
    const decoded = await this.#decoder.decode({ bytes, encoding, precision, nowMs });
    if (decoded.kind !== 'lines') throw new Refusal(decoded.kind, decoded.reason);
    flight.hold(decoded.unpackedBytes);
    // Sources are told apart by token, so that no sender can spoil the numbers of another.
    const own = batch && { ...batch, source: `${principal.id}/${batch.source}` };
    return this.#intake.accept(decoded, { batch: own, receivedAtMs: nowMs, flight });
  }

  #failed(error: unknown): Answer {
    this.#parts.log.error({ err: error }, 'write failed');
    return {
      status: 500,
      error: 'the samples were not stored; the log of the server has the reason',
    };
  }
}

const unauthorized: Answer = {
  status: 401,
  error: 'send a token that may write: Authorization: Token <token>',
};
const forbidden: Answer = { status: 403, error: 'this token may not write samples' };
