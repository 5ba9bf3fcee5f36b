import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import { isUniqueViolation } from '#lib/db/query-error.ts';
import { measurements } from '#lib/metrics/catalogue.ts';
import type { Rule, RuleInput } from '#lib/model/alert.ts';
import type { Principal } from '#lib/model/identity.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import { ruleProblem } from '../rule.ts';
import { ruleColumns, ruleFromRow } from './rule-row.ts';

const maxRules = 500;

/** @throws Refusal when the rule cannot work, its name is taken or there are too many. */
export async function createRule(
  { database, alerts }: Pick<Services, 'database' | 'alerts'>,
  principal: Principal,
  input: RuleInput,
): Promise<Rule> {
  requireRole(principal, 'operator', `create rule ${input.name}`);
  requireWorkingRule(input);
  const row = await database.prisma
    .$transaction(async (queries) => {
      if ((await queries.rule.count()) >= maxRules) {
        throw new Refusal('too-many', `create rule: there are ${maxRules}, the most there can be`);
      }
      const created = await queries.rule.create({ data: ruleColumns(input) });
      await recordAudit(queries, principal, 'rule.create', input.name, { ...input });
      return created;
    })
    .catch((error: unknown) => rethrowTakenName(error, input.name));
  await alerts.reload();
  return ruleFromRow(row);
}

/** @throws Refusal with the reason in one sentence. */
export function requireWorkingRule(input: RuleInput): void {
  const problem = ruleProblem(input, measurements);
  if (problem !== null) throw new Refusal('invalid', `save rule ${input.name}: ${problem}`);
}

export function rethrowTakenName(error: unknown, name: string): never {
  if (!isUniqueViolation(error)) throw error;
  throw new Refusal('conflict', `save rule ${name}: another rule has this name`);
}
