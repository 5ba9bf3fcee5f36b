/** What every kind of event has. */
export interface KeyedEvent {
  readonly key: string;
  readonly timeMs: number;
}

/** Words of an event → accepted values; a word that is not asked for is free. */
export type EventMatch<Event> = Readonly<
  Partial<Record<Extract<keyof Event, string>, readonly string[]>>
>;

/** Events from the server's page, from the API and from the stream, each once, newest first. */
export function mergeByKey<Event extends KeyedEvent>(
  known: readonly Event[],
  arrived: readonly Event[],
  most: number,
): readonly Event[] {
  const byKey = new Map(known.map((event) => [event.key, event]));
  const news = arrived.filter(({ key }) => !byKey.has(key));
  if (news.length === 0) return known;
  return [...known, ...news].sort((a, b) => b.timeMs - a.timeMs).slice(0, most);
}

/** Whether an event is about what the page is about. */
export function isAbout<Event>(event: Event, match: EventMatch<Event>): boolean {
  return Object.entries(match).every(([name, accepted]) => {
    const value = event[name as keyof Event];
    return typeof value === 'string' && (accepted as readonly string[]).includes(value);
  });
}
