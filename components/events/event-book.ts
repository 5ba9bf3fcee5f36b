import type { GpuEvent } from '#lib/model/gpu-event.ts';

/** Events from the server's page, from the API and from the stream, each once, newest first. */
export function mergeByKey<Event extends { readonly key: string; readonly timeMs: number }>(
  known: readonly Event[],
  arrived: readonly Event[],
  most: number,
): readonly Event[] {
  const byKey = new Map(known.map((event) => [event.key, event]));
  const news = arrived.filter(({ key }) => !byKey.has(key));
  if (news.length === 0) return known;
  return [...known, ...news].sort((a, b) => b.timeMs - a.timeMs).slice(0, most);
}

/** Whether an event is about what the page is about; a tag that is not asked for is free. */
export function isAbout(
  event: GpuEvent,
  match: Readonly<Partial<Record<'gpu' | 'host' | 'rack', readonly string[]>>>,
): boolean {
  return Object.entries(match).every(([name, accepted]) => {
    const value = event[name as 'gpu' | 'host' | 'rack'];
    return value !== null && accepted.includes(value);
  });
}
