import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openDataSet, type DataSet } from './data-set.ts';
import { goalQuestions, type GoalQuestion } from './goals.ts';
import { openInflux, openVictoria, type Peer } from './peer.ts';
import { comparedQuestions, type ComparedQuestion } from './peer-questions.ts';
import { makeSlice, writeToStore, type Slice } from './slice.ts';
import { openStand } from './stand.ts';
import { time, type Timing } from './timing.ts';

export interface QueryCostOptions {
  /** Days at one minute. */
  readonly days: number;
}

export interface AnsweredQuestion {
  readonly question: GoalQuestion;
  readonly timing: Timing;
}

export interface ComparedTiming {
  readonly question: string;
  readonly timing: Timing;
  readonly peers: readonly { readonly name: string; readonly timing: Timing }[];
}

/** Answers about the whole data set. */
export interface Answers {
  readonly set: DataSet;
  readonly answered: readonly AnsweredQuestion[];
}

/** Answers about a slice, beside those of others. */
export interface Comparison {
  readonly slice: Slice;
  readonly compared: readonly ComparedTiming[];
  /** Peers that are not installed. */
  readonly absent: readonly string[];
}

const gpus = 1_000;
const yearDays = 365;
const sliceHours = 2;
const runs = 20;
const comparedRuns = 7;
const dayMs = 86_400_000;

export const queryCost = {
  name: 'queries',
  about:
    'how long answers about a month and a year of a thousand GPUs take, and the same questions ' +
    'about a few hours asked of influxd and VictoriaMetrics',
  answer,
  compare,
};

type Progress = (sentence: string) => void;

async function answer({ days }: QueryCostOptions, onProgress: Progress): Promise<Answers> {
  const cache = path.join(os.tmpdir(), 'isotherm-bench-queries');
  const size = { gpus, minuteDays: days, hourDays: yearDays };
  const set = await openDataSet(cache, size, onProgress);
  return { set, answered: await answerQuestions(set, onProgress) };
}

async function answerQuestions(set: DataSet, onProgress: Progress): Promise<AnsweredQuestion[]> {
  const stand = await openStand(set.directory, set.gpus);
  const { signal } = new AbortController();
  try {
    const answered: AnsweredQuestion[] = [];
    for (const question of goalQuestions(set.minuteDays, set.hourDays)) {
      onProgress(`asking for ${question.name}`);
      const range = { startMs: set.endMs - question.days * dayMs, endMs: set.endMs };
      const timing = await time(runs, () => question.ask(stand, range, signal));
      answered.push({ question, timing });
    }
    return answered;
  } finally {
    await stand.close();
  }
}

/** One store after the other, so that none works while another is asked. */
async function compare(onProgress: Progress): Promise<Comparison> {
  const slice = makeSlice(gpus, sliceHours);
  const questions = comparedQuestions(sliceHours);
  onProgress(`writing ${sliceHours} hours of ${slice.gpus} GPUs to every store`);
  const own = await askOwn(questions, slice);
  const peers: { readonly name: string; readonly timings: readonly Timing[] }[] = [];
  const absent: string[] = [];
  for (const [name, open] of [
    ['influxd', openInflux],
    ['VictoriaMetrics', openVictoria],
  ] as const) {
    onProgress(`asking ${name} the same`);
    const peer = await open(slice);
    if (peer) peers.push({ name: peer.name, timings: await askPeer(questions, peer) });
    else absent.push(name);
  }
  const compared = questions.map((question, index) => ({
    question: question.name,
    timing: timingAt(own, index),
    peers: peers.map(({ name, timings }) => ({ name, timing: timingAt(timings, index) })),
  }));
  return { slice, compared, absent };
}

async function askOwn(
  questions: readonly ComparedQuestion[],
  slice: Slice,
): Promise<readonly Timing[]> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'isotherm-bench-'));
  const stand = await openStand(directory, slice.gpus);
  const { signal } = new AbortController();
  try {
    await writeToStore(stand.store, slice);
    const timings: Timing[] = [];
    for (const { ask } of questions) {
      timings.push(await time(comparedRuns, () => ask(stand, slice, signal)));
    }
    return timings;
  } finally {
    await stand.close();
    await rm(directory, { recursive: true });
  }
}

async function askPeer(
  questions: readonly ComparedQuestion[],
  peer: Peer,
): Promise<readonly Timing[]> {
  try {
    const timings: Timing[] = [];
    for (const question of questions) {
      timings.push(await time(comparedRuns, () => peer.ask(question)));
    }
    return timings;
  } finally {
    await peer.close();
  }
}

function timingAt(timings: readonly Timing[], index: number): Timing {
  const timing = timings[index];
  if (!timing) throw new Error('compare queries: a question was not asked');
  return timing;
}
