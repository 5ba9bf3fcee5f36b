import { pageFrom, type Page, type PageQuery } from '#lib/api/page.ts';
import type { Rule } from '#lib/model/alert.ts';
import type { Services } from '#lib/services.ts';
import type { RuleStatus } from '../engine.ts';
import { ruleFromRow } from './rule-row.ts';

/** A rule and what it watches now; `status` is null while it is switched off. */
export interface ListedRule {
  readonly rule: Rule;
  readonly status: RuleStatus | null;
}

/** Rules by name. */
export async function listRules(
  { database, alerts }: Pick<Services, 'database' | 'alerts'>,
  query: PageQuery,
): Promise<Page<ListedRule>> {
  const rows = await database.prisma.rule.findMany();
  const statuses = new Map(alerts.watching().map((status) => [status.ruleId, status]));
  const rules = rows
    .map((row) => ({ rule: ruleFromRow(row), status: statuses.get(row.id) ?? null }))
    .sort((a, b) => (a.rule.name < b.rule.name ? -1 : 1));
  return pageFrom(rules, query, ({ rule }) => rule.name);
}
