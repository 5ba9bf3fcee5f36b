import type { Page, PageQuery } from '#lib/api/page.ts';
import type { Alert } from '#lib/model/alert.ts';
import type { Services } from '#lib/services.ts';

/** Pending and firing alerts, the most urgent first; the cursor is the last one of a page. */
export function listAlerts(
  { alerts }: Pick<Services, 'alerts'>,
  { limit, after }: PageQuery,
): Page<Alert> {
  const active = alerts.active();
  const start =
    after === undefined ? 0 : active.findIndex((alert) => alertKey(alert) === after) + 1;
  const items = active.slice(start, start + limit);
  const last = items.at(-1);
  const hasMore = start + limit < active.length;
  return { items, next: hasMore && last ? alertKey(last) : null };
}

function alertKey({ rule, fingerprint }: Alert): string {
  return `${rule.id}:${fingerprint}`;
}
