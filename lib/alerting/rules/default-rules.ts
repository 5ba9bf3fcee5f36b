import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Database } from '#lib/db/database.ts';
import { ruleInputSchema } from '#lib/model/alert.ts';
import type { Principal } from '#lib/model/identity.ts';
import { ruleColumns } from './rule-row.ts';

const settingName = 'alerting.default-rules';
const firstStart: Principal = {
  kind: 'user',
  id: 'isotherm',
  name: 'Isotherm at its first start',
  role: 'admin',
};

const above = { kind: 'threshold', comparison: 'above' } as const;
const below = { kind: 'threshold', comparison: 'below' } as const;

/**
 * Rules to begin with. None fires on a healthy machine at full load: a busy GPU is what people
 * paid for, so load is only noted, and temperature is judged by each board's own margin.
 */
export const defaultRules = [
  {
    kind: 'absence',
    name: 'Host silent',
    measurement: 'agent',
    field: 'resident_bytes',
    forSeconds: 60,
    severity: 'warning',
    summary: 'The agent has sent nothing for a minute: the host, its network or the agent is down.',
  },
  {
    ...above,
    name: 'File system nearly full',
    measurement: 'host_filesystem',
    field: 'used_ratio',
    threshold: 0.9,
    clearThreshold: 0.88,
    forSeconds: 60,
    severity: 'warning',
  },
  {
    ...below,
    name: 'File system not answering',
    measurement: 'host_filesystem',
    field: 'answering',
    threshold: 1,
    clearThreshold: 1,
    forSeconds: 30,
    severity: 'warning',
  },
  {
    ...above,
    name: 'Processors saturated',
    measurement: 'host',
    field: 'cpu_ratio',
    threshold: 0.95,
    clearThreshold: 0.9,
    forSeconds: 300,
    severity: 'info',
  },
  {
    ...below,
    name: 'GPU near its slowdown temperature',
    measurement: 'gpu',
    field: 'temperature_margin_celsius',
    threshold: 3,
    clearThreshold: 6,
    forSeconds: 60,
    severity: 'warning',
  },
  {
    ...above,
    name: 'GPU memory row remapping failed',
    measurement: 'gpu',
    field: 'remapped_rows_failed',
    threshold: 0,
    clearThreshold: 0,
    severity: 'critical',
    summary: 'The board cannot replace a faulty memory row: drain the host and replace the board.',
  },
].map((rule) => ruleInputSchema.parse(rule));

/** Makes the default rules once: what people removed afterwards stays removed. */
export async function createDefaultRules(database: Database): Promise<void> {
  await database.prisma.$transaction(async (queries) => {
    if (await queries.setting.findUnique({ where: { name: settingName } })) return;
    await queries.setting.create({ data: { name: settingName, value: 'made' } });
    for (const rule of defaultRules) {
      await queries.rule.create({ data: ruleColumns(rule) });
      await recordAudit(queries, firstStart, 'rule.create', rule.name, { ...rule });
    }
  });
}
