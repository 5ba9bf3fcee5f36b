import type { DeviceEvent } from '../event.ts';
import type { DeviceIdentity } from '../reading.ts';

/** Its uptime went back between two polls. */
export function restartEvent(device: string, { uptimeSeconds }: DeviceIdentity): DeviceEvent {
  const since = uptimeSeconds === null ? '' : `, running for ${Math.round(uptimeSeconds)} s`;
  return {
    device,
    kind: 'restart',
    source: 'poll',
    title: 'Device restarted',
    message: `its uptime went back${since}`,
    meaning: 'The device, or only its SNMP agent, was started anew between two polls.',
    action: 'If nobody did it, look at its log: power lost, a crash or an upgrade.',
    severity: 'warning',
  };
}
