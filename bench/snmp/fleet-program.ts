// Plays the fleet of the benchmark in a process of its own; the first argument is how many devices.
import { startResponder } from '#tests/simulator/snmp/responder.ts';
import { simulateDevice } from '#tests/simulator/snmp/simulated-device.ts';
import { makeFleet } from './fleet-devices.ts';

/** What a slow device lets each request wait. */
const slowMs = 400;

const devices = new Map(
  makeFleet(Number(process.argv[2])).map(({ name, objects, conduct }) => {
    const device = simulateDevice(objects);
    device.knobs.isSilent = conduct === 'dead';
    device.knobs.delayMs = conduct === 'slow' ? slowMs : 0;
    return [name, device] as const;
  }),
);
const responder = await startResponder(devices);
process.send?.({ port: responder.port });
process.once('disconnect', () => process.exit(0));
