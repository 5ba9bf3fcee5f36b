import { parseArgs } from 'node:util';
import { loadRecordings } from './recording.ts';
import { startResponder } from './responder.ts';
import { simulateDevice } from './simulated-device.ts';

const usage = `Plays recorded devices over SNMP v1 and v2c on 127.0.0.1; a recording's name is its community.

  node --import tsx tests/simulator/snmp/serve.ts [options] DIRECTORY

  --port N     UDP port; a free one without it
  --copies N   play every recording N times, as NAME-1 … NAME-N
  --delay MS   answer so much later
  --loss P     lose this share of the requests, 0 to 1

A parent process with a channel gets { port }, and { packets, cpuSeconds } whenever it sends 'usage'.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '0' },
    copies: { type: 'string' },
    delay: { type: 'string', default: '0' },
    loss: { type: 'string', default: '0' },
  },
});
const [directory] = positionals;
if (directory === undefined) {
  process.stderr.write(usage);
  process.exit(2);
}

const copies = values.copies === undefined ? null : Number(values.copies);
const devices = new Map(
  [...loadRecordings(directory)].flatMap(([name, objects]) => {
    const names =
      copies === null ? [name] : Array.from({ length: copies }, (_, i) => `${name}-${i + 1}`);
    return names.map((community) => [community, simulateDevice(objects)] as const);
  }),
);
for (const { knobs } of devices.values()) {
  knobs.delayMs = Number(values.delay);
  knobs.loss = Number(values.loss);
}

const responder = await startResponder(devices, { port: Number(values.port) });
const usageNow = (): { packets: number; cpuSeconds: number } => {
  const { user, system } = process.cpuUsage();
  return { packets: responder.packets, cpuSeconds: (user + system) / 1e6 };
};
process.stdout.write(`${devices.size} devices on 127.0.0.1:${responder.port}\n`);
process.send?.({ port: responder.port });
process.on('message', (message) => {
  if (message === 'usage') process.send?.(usageNow());
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    process.stdout.write(`${JSON.stringify(usageNow())}\n`);
    process.exit(0);
  });
}
