import { formatAge } from '#lib/format/duration.ts';
import { formatText } from '#lib/format/value.ts';
import { codeName, type GpuEvent } from '#lib/model/gpu-event.ts';
import type { GpuHealth } from '#lib/model/gpu-health.ts';
import { throttleReasons, throttlesOf, type ThrottleReason } from '#lib/model/throttle.ts';
import type { ThrottleRow } from './throttle-ledger.ts';

/** Words and moments; a moment is written in the reader's own zone. */
export type Sentence = readonly (string | { readonly timeMs: number })[];

export interface GpuStory {
  readonly health: GpuHealth;
  readonly timeMs: number;
  readonly throttleReasons: number | null;
  readonly temperatureMarginCelsius: number | null;
  readonly eccUncorrectedSinceLoad: number | null;
  /** Its account of the last hour; null where it counts no throttling. */
  readonly lastHour: Pick<ThrottleRow, 'seconds' | 'coveredSeconds'> | null;
  /** Newest first. */
  readonly events: readonly GpuEvent[];
}

/** Less than this of an hour is noise at the edge of a load step. */
const worthSaying = 0.01;
/** A restart of an agent goes unmentioned. */
const mostOfAnHour = 3300;
/** The margin that the default alert rule takes for thin. */
const thinMarginCelsius = 6;

/** How a GPU is, in one sentence: the worst first, then what explains its speed. */
export function describeGpu(story: GpuStory, nowMs: number): Sentence {
  const { health } = story;
  switch (health.state) {
    case 'lost':
      return health.words === 'lost' ? lostSentence(story) : silentSentence(story, nowMs);
    case 'attention':
      return [
        `${capital(health.words)}${becauseOf(story)}; ${throttled(story) ?? reassurance(story)}.`,
      ];
    case 'throttled':
    case 'healthy':
      return [`${capital(throttled(story) ?? `healthy: ${reassurance(story)}`)}.`];
  }
}

/** How the sentence sounds: what held it down lately is no green tick, also when it is over. */
export function levelOfStory(story: GpuStory): GpuHealth['level'] {
  const { health } = story;
  return health.state === 'healthy' && throttled(story) !== null ? 'info' : health.level;
}

function lostSentence({ events }: GpuStory): Sentence {
  // What happened before it last came back explains another loss.
  const back = events.findIndex(({ kind }) => kind === 'returned');
  const since = back < 0 ? events : events.slice(0, back);
  const loss = since.find(({ kind }) => kind === 'lost');
  const xid = since.find(({ kind, severity }) => kind === 'xid' && severity === 'critical');
  const told = loss ?? xid;
  if (!told) return ['Lost: the driver no longer sees it.'];
  const name = xid ? codeName(xid) : null;
  const action = (xid ?? told).action;
  return [
    'Lost: the driver has not seen it since ',
    { timeMs: told.timeMs },
    `${name === null ? '' : ` (${name})`}.${action === null ? '' : ` ${ended(action)}`}`,
  ];
}

function silentSentence({ timeMs }: GpuStory, nowMs: number): Sentence {
  return [
    `Silent for ${formatAge(nowMs - timeMs)}: what stands here is the last it said, at `,
    { timeMs },
    '.',
  ];
}

/** The last grave thing that happened explains what is needed now. */
function becauseOf({ events }: GpuStory): string {
  const grave = events.find(({ severity }) => severity === 'critical');
  return grave ? ` after ${codeName(grave) ?? grave.title}` : '';
}

/** Null where nothing has held it down. */
function throttled(story: GpuStory): string | null {
  const shares = sharesOf(story);
  if (shares.length === 0) {
    const now = throttlesOf(story.throttleReasons);
    return now.length > 0 ? `throttled by ${labels(now)} now, not for long yet` : null;
  }
  const told = shares.map(({ reason, share }, index) =>
    index === 0
      ? `throttled by ${reason.label} for ${formatText(share, 'ratio')} of ${seenTime(story)}`
      : `by ${reason.label} for ${formatText(share, 'ratio')}`,
  );
  return [...told, ...nowWords(story), ...thinMargin(story)].join('; ');
}

/** Shares are of what was seen of the hour; where that is little, it is said. */
function seenTime({ lastHour }: GpuStory): string {
  const seconds = lastHour?.coveredSeconds ?? 0;
  if (seconds >= mostOfAnHour) return 'the last hour';
  return `the ${formatText(seconds, 'seconds')} seen in the last hour`;
}

/** Most of the time first; the umbrella goes unnamed where its causes are named. */
function sharesOf({ lastHour }: GpuStory): { reason: ThrottleReason; share: number }[] {
  if (!lastHour || lastHour.coveredSeconds <= 0) return [];
  const shares = throttleReasons
    .filter(({ key }) => key !== 'application_clocks')
    .map((reason) => ({
      reason,
      share: Math.min(1, (lastHour.seconds[reason.key] ?? 0) / lastHour.coveredSeconds),
    }))
    .filter(({ share }) => share >= worthSaying);
  const hasCause = shares.some(({ reason: { key } }) =>
    ['hw_thermal', 'power_brake'].includes(key),
  );
  return shares
    .filter(({ reason }) => reason.key !== 'hw_slowdown' || !hasCause)
    .sort((a, b) => b.share - a.share);
}

function nowWords({ throttleReasons: bits }: GpuStory): string[] {
  if (bits === null) return [];
  return throttlesOf(bits).length === 0 ? ['not now'] : [];
}

function thinMargin({ temperatureMarginCelsius: margin }: GpuStory): string[] {
  if (margin === null || margin >= thinMarginCelsius) return [];
  if (margin <= 0) return ['at its slowdown temperature'];
  return [`only ${formatText(margin, 'celsius')} below its slowdown temperature`];
}

function reassurance(story: GpuStory): string {
  const { lastHour, temperatureMarginCelsius: margin, eccUncorrectedSinceLoad: errors } = story;
  const facts = [
    ...(lastHour ? ['no throttling in the last hour'] : []),
    ...(margin !== null && margin >= thinMarginCelsius
      ? [`${formatText(margin, 'celsius')} below its slowdown temperature`]
      : thinMargin(story)),
    ...(errors === 0 ? ['no uncorrected memory error since the driver was loaded'] : []),
  ];
  return facts.length === 0 ? 'nothing it reports stands out' : facts.join(', ');
}

function labels(reasons: readonly ThrottleReason[]): string {
  return reasons.map(({ label }) => label).join(' and ');
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
