import { pageFrom, type Page, type PageQuery } from '#lib/api/page.ts';
import type { Services } from '#lib/services.ts';
import type { Sweep } from './sweep.ts';

/** Sweeps under way and of the last hour, newest first, without what they found. */
export function listSweeps(
  { probes }: Pick<Services, 'probes'>,
  query: PageQuery,
): Page<Omit<Sweep, 'found'>> {
  const views = probes.sweeps().map(withoutFinds);
  // Padded, so that the cursor sorts as the list does.
  const cursor = ({ startedAtMs, id }: { startedAtMs: number; id: string }) =>
    `${String(1e15 - startedAtMs).padStart(16, '0')}_${id}`;
  const sorted = views.sort((a, b) => (cursor(a) < cursor(b) ? -1 : 1));
  return pageFrom(sorted, query, cursor);
}

function withoutFinds(sweep: Sweep): Omit<Sweep, 'found'> {
  const entries = Object.entries(sweep).filter(([name]) => name !== 'found');
  // Built from a sweep by leaving out just that.
  return Object.fromEntries(entries) as unknown as Omit<Sweep, 'found'>;
}
