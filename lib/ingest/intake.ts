import type { AlertEngine } from '#lib/alerting/engine.ts';
import type { Arrival, LiveHub } from '#lib/live/hub.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { SampleTable } from '#lib/model/sample.ts';
import type { Log } from '#lib/services.ts';
import type { BatchId, Store, WriteOutcome } from '#lib/store/store.ts';
import { admitAll } from './admission.ts';
import type { Answer } from './answer.ts';
import type { BatchLog } from './batch-log.ts';
import type { Decoded } from './decode.ts';
import type { FieldLimit } from './field-limit.ts';
import type { Flight } from './in-flight.ts';
import type { WriteLimits } from './limits.ts';
import { reportAnswer, type WriteReport } from './partial-write.ts';
import type { SeriesLimit } from './series-limit.ts';
import type { WriteMetrics } from './write-metrics.ts';

export interface IntakeParts {
  readonly store: Pick<Store, 'write'>;
  readonly hub: Pick<LiveHub, 'publish'>;
  readonly alerts: Pick<AlertEngine, 'observe'>;
  readonly limits: Pick<WriteLimits, 'backlogMs' | 'storeTimeoutMs'>;
  readonly series: SeriesLimit;
  readonly fields: FieldLimit;
  readonly batches: BatchLog;
  readonly metrics: WriteMetrics;
  readonly log: Log;
}

type DecodedLines = Extract<Decoded, { kind: 'lines' }>;

interface Delivery {
  readonly batch: BatchId | null;
  readonly receivedAtMs: number;
  readonly flight: Flight;
}

/** Hands what was read to the live hub and the alert engine at once, and to the store. */
export class Intake {
  readonly #parts: IntakeParts;
  /** A limit is logged when it begins to refuse, not for every request. */
  #isRefusingSeries = false;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** @throws Refusal `unavailable` when the store does not confirm in time */
  async accept(decoded: DecodedLines, { batch, receivedAtMs, flight }: Delivery): Promise<Answer> {
    const { limits, series, fields, metrics } = this.#parts;
    const bySeries = admitAll(decoded.tables, series);
    const byField = admitAll(bySeries.tables, fields);
    this.#logRefusal(bySeries.refusal);
    const { badLines, errors, newestMs } = decoded;
    // A sender that is told to try again must not be taken for a replay when it does.
    const numbered = bySeries.refusal === null ? batch : null;
    const backlog = newestMs !== null && receivedAtMs - newestMs > limits.backlogMs;
    this.#show(byField.tables, { receivedAtMs, backlog }, numbered);
    flight.queue(receivedAtMs);
    const outcome = await this.#store(byField.tables, numbered, flight);
    const rejected = outcome.kind === 'stored' ? outcome.rejected : [];
    const report = { badLines, errors, series: bySeries, fields: byField, rejected };
    const points = decoded.points - bySeries.refused - byField.refused;
    if (outcome.kind === 'stored') metrics.stored(points, decoded.unpackedBytes);
    countDropped(metrics, report);
    return reportAnswer(report);
  }

  #show(tables: readonly SampleTable[], arrival: Arrival, batch: BatchId | null): void {
    if (tables.length === 0 || this.#parts.batches.isReplay(batch)) return;
    const { hub, alerts, log } = this.#parts;
    // Showing must never keep samples from being stored.
    try {
      hub.publish(tables, arrival);
    } catch (error) {
      log.error({ err: error }, 'live publish failed');
    }
    try {
      alerts.observe(tables, arrival);
    } catch (error) {
      log.error({ err: error }, 'alert rules failed on new samples');
    }
  }

  async #store(
    tables: readonly SampleTable[],
    batch: BatchId | null,
    flight: Flight,
  ): Promise<WriteOutcome> {
    if (tables.length === 0) {
      flight.end();
      return { kind: 'stored', rejected: [] };
    }
    const writing = this.#parts.store.write({ tables, ...(batch && { batch }) });
    const ended = writing.finally(() => flight.end());
    const outcome = await confirmed(ended, this.#parts.limits.storeTimeoutMs);
    this.#parts.batches.stored(batch);
    return outcome;
  }

  #logRefusal(refusal: string | null): void {
    if (refusal !== null && !this.#isRefusingSeries) this.#parts.log.warn({}, refusal);
    if (refusal !== null) this.#isRefusingSeries = true;
  }
}

/** Waits for the store, but not for ever; a write that is late may still succeed. */
async function confirmed<T>(writing: Promise<T>, timeoutMs: number): Promise<T> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const late = new Promise<never>((_, reject) => {
    deadline.addEventListener('abort', () => {
      const fact = `the store did not confirm within ${timeoutMs / 1000} s`;
      reject(new Refusal('unavailable', `${fact}; sending again is safe`, 5));
    });
  });
  return Promise.race([writing, late]);
}

function countDropped(metrics: WriteMetrics, report: WriteReport): void {
  const conflicts = report.rejected.reduce((sum, { rows }) => sum + rows, 0);
  if (report.badLines > 0) metrics.dropped('bad-line', report.badLines);
  if (conflicts > 0) metrics.dropped('type-conflict', conflicts);
  if (report.series.refused > 0) metrics.dropped('series-limit', report.series.refused);
  if (report.fields.refused > 0) metrics.dropped('field-limit', report.fields.refused);
}
