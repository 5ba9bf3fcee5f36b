import type { DeviceReport } from '#lib/model/device-report.ts';
import type { Services } from '#lib/services.ts';
import { readDevice } from './read-device.ts';
import { missingDevice } from './update-device.ts';

/**
 * A device by its id, or by its name where the file of an agent lists it.
 *
 * @throws Refusal when there is none
 */
export async function getDevice(
  services: Pick<Services, 'database' | 'vault' | 'hub' | 'store' | 'agents'>,
  idOrName: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<DeviceReport> {
  const row = await services.database.prisma.device.findUnique({
    where: { id: idOrName },
    select: { name: true },
  });
  const report = await readDevice(services, row?.name ?? idOrName, nowMs, signal);
  if (!report) throw missingDevice('read');
  return report;
}
