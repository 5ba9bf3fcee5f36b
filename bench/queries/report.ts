import { formatText } from '#lib/format/value.ts';
import type { GoalQuestion } from './goals.ts';
import type { AnsweredQuestion, Answers, ComparedTiming, Comparison } from './query-cost.ts';
import type { Timing } from './timing.ts';

/** For people. */
export function answerLines({ set, answered }: Answers): string[] {
  const built =
    set.buildSeconds === null ? 'built before' : `built in ${set.buildSeconds.toFixed(0)} s`;
  return [
    `${set.gpus} GPUs, ${set.minuteDays} days at 1 min and ${set.hourDays} days at 1 h: ${text(set.fileBytes, 'bytes')}, ${built}`,
    row(['question', 'days', 'p50', 'p95', 'processor', 'answer', 'goal']),
    ...answered.map(answeredRow),
  ];
}

export function comparisonLines({ slice, compared, absent }: Comparison): string[] {
  const hours = (slice.endMs - slice.startMs) / 3_600_000;
  const peers = compared[0]?.peers ?? [];
  return [
    '',
    `${slice.gpus} GPUs, ${hours} h at 1 min; times are medians, the ratio is theirs to ours`,
    row(['question', '', 'Isotherm', ...peers.flatMap(({ name }) => [name, 'ratio'])]),
    ...compared.map(comparedRow),
    ...absent.map((name) => `${name}: left out, it is not installed`),
  ];
}

/** For scripts: one object a line. */
export function answerObjects({ set, answered }: Answers): object[] {
  return [
    { kind: 'data', ...set },
    ...answered.map(({ question, timing }) => ({
      kind: 'question',
      ...{ question: question.name, days: question.days, goal: question.goal },
      ...timing,
      isMet: isMet(question, timing),
    })),
  ];
}

export function comparisonObjects({ compared, absent }: Comparison): object[] {
  return [
    ...compared.map((each) => ({ kind: 'compared', ...each })),
    ...absent.map((name) => ({ kind: 'absent', name })),
  ];
}

function answeredRow({ question, timing }: AnsweredQuestion): string {
  return row([
    question.name,
    String(question.days),
    ms(timing.p50Ms),
    ms(timing.p95Ms),
    ms(timing.cpuMs),
    text(timing.bytes, 'bytes'),
    goalText(question, timing),
  ]);
}

function goalText(question: GoalQuestion, timing: Timing): string {
  const verdict = isMet(question, timing) ? 'met' : 'missed';
  const { goal } = question;
  if (goal.kind === 'p95') return `p95 below ${goal.ms} ms: ${verdict}`;
  const rate = Math.round(framesPerSecond(goal.frames, timing));
  return `at least ${goal.perSecond} frames/s: ${verdict}, ${rate} at p95`;
}

function isMet({ goal }: GoalQuestion, timing: Timing): boolean {
  if (goal.kind === 'p95') return timing.p95Ms < goal.ms;
  return framesPerSecond(goal.frames, timing) >= goal.perSecond;
}

function framesPerSecond(frames: number, { p95Ms }: Timing): number {
  return (frames / p95Ms) * 1000;
}

function comparedRow({ question, timing, peers }: ComparedTiming): string {
  return row([
    question,
    '',
    ms(timing.p50Ms),
    ...peers.flatMap((peer) => [
      ms(peer.timing.p50Ms),
      `${(peer.timing.p50Ms / timing.p50Ms).toFixed(1)}×`,
    ]),
  ]);
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
}

function text(value: number, unit: 'bytes'): string {
  return formatText(value, unit).replaceAll('\u00a0', ' ');
}

const widths = [34, 5, 10, 12, 10, 21, 0];

function row(cells: readonly string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(widths[index] ?? 0))
    .join(' ')
    .trimEnd();
}
