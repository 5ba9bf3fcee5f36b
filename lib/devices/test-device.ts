import { z } from 'zod';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireRole } from '#lib/auth/require-role.ts';
import type { Principal } from '#lib/model/identity.ts';
import { probeTargetSchema, type ProbeTarget, type TestOutcome } from '#lib/model/device-probe.ts';
import { Refusal } from '#lib/model/refusal.ts';
import type { Services } from '#lib/services.ts';
import { missingDevice } from './update-device.ts';

/** A device that nobody has added yet, and the host whose agent is to try it. */
export const deviceTestSchema = probeTargetSchema.extend({
  polledBy: z.string().min(1).max(255),
});
export type DeviceTest = z.infer<typeof deviceTestSchema>;

type TestServices = Pick<Services, 'database' | 'vault' | 'probes'>;

/**
 * Lets the agent read a device once that is on the list: what was recognised, and what was not.
 *
 * @throws Refusal below operator, without such a device, or when its agent is not connected
 */
export async function testDevice(
  services: TestServices,
  principal: Principal,
  id: string,
  signal: AbortSignal,
): Promise<TestOutcome> {
  requireRole(principal, 'operator', 'test device');
  const row = await services.database.prisma.device.findUnique({ where: { id } });
  if (!row) throw missingDevice('test');
  const opened = services.vault.open(row);
  if (opened.kind === 'shut') throw new Refusal('conflict', `test device: ${opened.problem}`);
  const { name, address, port, profile, polledBy } = row;
  const target = { address, port, profile, credentials: opened.credentials };
  return ask(services, principal, { subject: name, polledBy, target }, signal);
}

/** The same of one that is not: nothing of it is kept. */
export async function testNewDevice(
  services: TestServices,
  principal: Principal,
  { polledBy, ...target }: DeviceTest,
  signal: AbortSignal,
): Promise<TestOutcome> {
  requireRole(principal, 'operator', 'test device');
  const subject = `${target.address}:${target.port}`;
  return ask(services, principal, { subject, polledBy, target }, signal);
}

async function ask(
  { database, probes }: TestServices,
  principal: Principal,
  wanted: { readonly subject: string; readonly polledBy: string; readonly target: ProbeTarget },
  signal: AbortSignal,
): Promise<TestOutcome> {
  const { subject, polledBy, target } = wanted;
  const { address, port } = target;
  await recordAudit(database.prisma, principal, 'device.test', subject, {
    address,
    port,
    polledBy,
  });
  const outcome = await probes.test(polledBy, target, signal);
  if (outcome !== null) return outcome;
  const fact = `the agent of ${polledBy} is not connected with a token of its own`;
  throw new Refusal('conflict', `test device ${subject}: ${fact}`);
}
