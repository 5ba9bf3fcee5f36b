import { readFile, stat } from 'node:fs/promises';
import { HttpTransport, type Transport } from '#collectors/agent/push/transport.ts';
import { ConfigError } from '#lib/config/config.ts';
import type { SimulateConfig } from '#lib/config/simulate-config.ts';
import { requestFaults } from '#simulation/fault/step-faults.ts';
import { FaultError, parseFault, parseScenario } from '#simulation/fault/parse-fault.ts';
import type { Fault } from '#simulation/fault/fault.ts';
import { createHall } from '#simulation/hall.ts';
import type { Hall } from '#simulation/hall-state.ts';
import { planHall, type HallPlan } from '#simulation/plan/hall-plan.ts';
import { createHallReport } from '#simulation/report/hall-report.ts';
import type { Batch } from '#simulation/report/line-writer.ts';
import type { SimulateOptions } from './options.ts';
import { placeHall } from './place.ts';
import { playHistory, playLive, type Play } from './play.ts';
import { progressText, type Span } from './progress.ts';
import { Sender, type SendCounts } from './sender.ts';

const linesPerBatch = 5_000;

export interface SimulateParts {
  readonly options: SimulateOptions;
  readonly config: SimulateConfig;
  readonly signal: AbortSignal;
  readonly wallMs: () => number;
  readonly say: (line: string, isFinal: boolean) => void;
}

/** Plays a hall until the signal, the end of the history or of the time that was asked for. */
export async function simulate(parts: SimulateParts): Promise<SendCounts> {
  const { options, signal, wallMs } = parts;
  const plan = planHall(options);
  await placeWhere(plan, parts);
  const span = spanOf(options, wallMs());
  const startMs = span?.fromMs ?? alignedMs(wallMs(), options.interval);
  const hall = createHall({ plan, startTime: startMs / 1000, faultsPerDay: options.faultsPerDay });
  const scenario = createScenario(options, plan, startMs / 1000);
  requestFaults(hall.faults, await scenario.read());
  const counts = noCounts();
  const transports = transportsOf(plan, parts);
  const ending = new AbortController();
  const senders = transports.map(
    (transport, index) =>
      new Sender({
        transport,
        source: sourceOf(options, plan, span, `${startMs}-${index + 1}-${transports.length}`),
        // Numbers go on behind those of the run before, whatever it had sent.
        firstSequence: options.resume ?? 1,
        counts,
        random: Math.random,
        signal: ending.signal,
      }),
  );
  const report = createHallReport(plan, {
    detail: options.detail,
    parts: options.only,
    maxLines: linesPerBatch,
    senders: options.stdout
      ? [printBatch]
      : senders.map((sender) => (batch) => sender.take(batch, Math.round(hall.time * 1000))),
  });
  const progress = createProgress(hall, counts, span, parts);
  const play: Play = {
    ...{ hall, report, senders, signal, wallMs },
    onReport: progress.report,
    onSkip: () => (counts.skippedLines += plan.gpus.length),
  };
  const watch = watchScenario(scenario, hall, parts, signal);
  try {
    await playAll(play, options, span);
    await drain(senders, ending, signal);
  } finally {
    ending.abort();
    clearInterval(watch);
    for (const transport of transports) transport.close();
    progress.end();
  }
  sayHowToGoOn(parts, span, senders);
  return counts;
}

/** Only who may change the inventory can place a hall in it; else the hints of its series must do. */
async function placeWhere(
  plan: HallPlan,
  { options, config, signal, say }: SimulateParts,
): Promise<void> {
  const { adminToken: token, server } = config;
  if (token === null || options.stdout || !options.place) return;
  await placeHall(plan, { server, token, signal, say: (line) => say(line, true) });
}

async function playAll(play: Play, options: SimulateOptions, span: Span | null): Promise<void> {
  let lastMs: number | null = null;
  if (span) {
    const fixedMs = options.until;
    lastMs = await playHistory(play, {
      fromMs: span.fromMs,
      toMs: () => fixedMs ?? play.wallMs(),
      stepMs: options.step * 1000,
      resumeMs: options.resume ?? 0,
    });
    if (options.historyOnly || fixedMs !== undefined) return;
  }
  const untilMs = options.seconds === undefined ? Infinity : play.wallMs() + options.seconds * 1000;
  await playLive(play, {
    lastMs,
    intervalMs: options.interval * 1000,
    speed: options.speed,
    untilMs,
  });
}

const patienceMs = 5_000;

/** What has been taken is sent; after a signal only as long as somebody may be kept waiting. */
async function drain(
  senders: readonly Sender[],
  ending: AbortController,
  signal: AbortSignal,
): Promise<void> {
  let patience: NodeJS.Timeout | undefined;
  const loseIt = () => {
    patience = setTimeout(() => ending.abort(), patienceMs);
  };
  if (signal.aborted) loseIt();
  else signal.addEventListener('abort', loseIt);
  await Promise.all(senders.map((sender) => sender.drained()));
  signal.removeEventListener('abort', loseIt);
  clearTimeout(patience);
}

/** A history that was stopped can go on where it was: the seed and its end make it the same. */
function sayHowToGoOn(
  { options, signal, say }: SimulateParts,
  span: Span | null,
  senders: readonly Sender[],
): void {
  const reachedMs = Math.min(...senders.map(({ acceptedMs }) => acceptedMs ?? 0));
  if (!span || !signal.aborted || reachedMs >= span.toMs - options.step * 1000) return;
  const moments = [span.toMs, Math.max(span.fromMs, reachedMs)];
  const [until, resume] = moments.map((timeMs) => new Date(timeMs).toISOString());
  say(`to go on, add --until ${until ?? ''} --resume ${resume ?? ''}`, true);
}

function spanOf(options: SimulateOptions, nowMs: number): Span | null {
  if (options.backfill === undefined) return null;
  const stepMs = options.step * 1000;
  const toMs = Math.floor((options.until ?? nowMs) / stepMs) * stepMs;
  return { fromMs: Math.floor((toMs - options.backfill * 1000) / stepMs) * stepMs, toMs };
}

function alignedMs(timeMs: number, intervalSeconds: number): number {
  return Math.floor(timeMs / (intervalSeconds * 1000)) * intervalSeconds * 1000;
}

/** The same hall, span and senders make the same batches, so they have the same name. */
function sourceOf(
  options: SimulateOptions,
  plan: HallPlan,
  span: Span | null,
  rest: string,
): string {
  const { name, racks, hostsPerRack, gpusPerHost, seed } = plan.size;
  const kind = span ? `history-${options.step}` : 'live';
  return `simulate-${name}-${racks}x${hostsPerRack}x${gpusPerHost}-${seed}-${kind}-${rest}`;
}

/** Each on a connection of its own, as agents of many hosts are. */
function transportsOf(plan: HallPlan, { options, config, wallMs }: SimulateParts): Transport[] {
  if (options.stdout) return [];
  const usual = Math.min(4, Math.max(1, Math.ceil(plan.gpus.length / 1_000)));
  const count = Math.min(plan.hosts.length, options.senders ?? usual);
  const { server: url, token } = config;
  const credentials =
    token === null ? ({ kind: 'none' } as const) : ({ kind: 'token', token } as const);
  return Array.from(
    { length: count },
    () =>
      new HttpTransport({
        ...{ url, database: 'isotherm', credentials, timeoutMs: 60_000, wallMs },
        onExchange: () => undefined,
      }),
  );
}

function printBatch({ bytes }: Batch): void {
  process.stdout.write(bytes);
}

function noCounts(): SendCounts {
  return {
    ...{ acceptedLines: 0, rejectedLines: 0, skippedLines: 0, bytes: 0, retries: 0 },
    trouble: null,
  };
}

interface Scenario {
  readonly file: string | undefined;
  read(): Promise<Fault[]>;
}

function createScenario(options: SimulateOptions, plan: HallPlan, startTime: number): Scenario {
  const asked = options.fault.map((text) => askedFault(text, plan, startTime));
  const file = options.scenario;
  return {
    file,
    read: async () =>
      file === undefined
        ? asked
        : [...asked, ...parseScenario(await readFile(file, 'utf8'), plan, startTime)],
  };
}

/** @throws ConfigError for a fault that this hall cannot have */
function askedFault(text: string, plan: HallPlan, startTime: number): Fault {
  try {
    return parseFault(text, plan, startTime);
  } catch (error) {
    throw error instanceof FaultError ? new ConfigError(error.message) : error;
  }
}

const scenarioEveryMs = 1_000;

/** A scenario that is saved again is read again; one with a mistake leaves the old in force. */
function watchScenario(
  scenario: Scenario,
  hall: Hall,
  { say }: SimulateParts,
  signal: AbortSignal,
): NodeJS.Timeout | undefined {
  const { file } = scenario;
  if (file === undefined) return undefined;
  let knownMs = Date.now();
  const look = async () => {
    const { mtimeMs } = await stat(file);
    if (mtimeMs <= knownMs || signal.aborted) return;
    knownMs = mtimeMs;
    const faults = await scenario.read();
    requestFaults(hall.faults, faults);
    say(`read ${file} again: ${faults.length} faults`, true);
  };
  const timer = setInterval(() => {
    look().catch((error: unknown) =>
      say(error instanceof Error ? error.message : String(error), true),
    );
  }, scenarioEveryMs);
  timer.unref();
  return timer;
}

const progressEveryMs = 1_000;

/** Says once a second how it goes, also while the server takes nothing. */
function createProgress(
  hall: Hall,
  counts: SendCounts,
  span: Span | null,
  { say, wallMs }: SimulateParts,
) {
  let shownMs = wallMs();
  let shownLines = 0;
  let timeMs = span?.fromMs ?? shownMs;
  const show = (isFinal: boolean) => {
    const nowMs = wallMs();
    const linesPerSecond =
      ((counts.acceptedLines - shownLines) * 1000) / Math.max(1, nowMs - shownMs);
    shownMs = nowMs;
    shownLines = counts.acceptedLines;
    const fill = span && timeMs <= span.toMs ? span : null;
    say(progressText(hall, counts, { timeMs, linesPerSecond, span: fill }), isFinal);
  };
  const timer = setInterval(() => show(false), progressEveryMs);
  return {
    report: (newestMs: number) => {
      timeMs = newestMs;
    },
    end: () => {
      clearInterval(timer);
      show(true);
    },
  };
}
