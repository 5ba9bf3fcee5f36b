import { openSnmpClient, type SnmpClientOptions } from '#collectors/snmp/session/open-client.ts';
import type { SnmpClient } from '#collectors/snmp/client.ts';
import { type RecordedObject, loadRecordings } from '#tests/simulator/snmp/recording.ts';
import { seededRandom } from '#tests/simulator/snmp/mutate.ts';
import { startResponder } from '#tests/simulator/snmp/responder.ts';
import { type SimulatedDevice, simulateDevice } from '#tests/simulator/snmp/simulated-device.ts';

export interface PlayedDevice extends AsyncDisposable {
  readonly device: SimulatedDevice;
  readonly client: SnmpClient;
  readonly port: number;
  /** Moves on what grows with time. */
  advance(seconds: number): void;
}

interface Setting extends SnmpClientOptions {
  readonly version?: '1' | '2c';
  readonly objects?: readonly RecordedObject[];
}

const directory = new URL('../../simulator/snmp/recordings', import.meta.url).pathname;

export function rackSwitch(): readonly RecordedObject[] {
  return loadRecordings(directory).get('rack-switch') ?? [];
}

/** A device played in this process and a client that asks it. */
export async function playDevice({
  version = '2c',
  objects = rackSwitch(),
  ...options
}: Setting = {}): Promise<PlayedDevice> {
  let nowMs = 0;
  const device = simulateDevice(objects, { now: () => nowMs, random: seededRandom(5) });
  const responder = await startResponder(new Map([['played', device]]));
  const client = openSnmpClient(
    {
      address: '127.0.0.1',
      port: responder.port,
      credentials: { version, community: 'played' },
    },
    options,
  );
  return {
    device,
    client,
    port: responder.port,
    advance: (seconds) => (nowMs += seconds * 1000),
    async [Symbol.asyncDispose]() {
      client.close();
      await responder.close();
    },
  };
}
