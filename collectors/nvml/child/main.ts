import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openNvml, type Nvml } from '#node-nvml';
import { splitLines } from '#lib/wire/line-splitter.ts';
import { decodeRequest, encodeMessage, type Answer, type Ready } from '../protocol.ts';
import { dieWithParent } from './die-with-parent.ts';
import { Session } from './session.ts';

/**
 * The process that reads the GPUs for an agent. It holds nothing that must be put in order, so the
 * agent ends it by SIGKILL, which works even while a call hangs.
 *
 * @param args `--library <path>` where it is not where the driver puts it; `--every-field` to read
 *   everything every round
 */
export function runReader(args: readonly string[]): void {
  dieWithParent();
  // Ctrl-C reaches the whole process group; the agent says when this one ends.
  process.on('SIGINT', () => undefined);
  const { values } = parseArgs({ args: [...args], options: readerOptions });
  const { library } = values;
  const opened = openNvml(library === undefined ? {} : { library });
  if (opened.kind !== 'open') {
    refuse(opened.reason);
    return;
  }
  const { nvml } = opened;
  const count = nvml.deviceCount();
  if (count.kind !== 'value') {
    refuse(count.reason);
    return;
  }
  const ready = describeDriver(nvml, count.value);
  tell(ready);
  const session = new Session(nvml, ready, tell, {
    wallMs: () => Date.now(),
    everyField: values['every-field'],
  });
  const end = () => process.exit(0);
  process.stdin.setEncoding('utf8');
  process.stdin.on('end', end);
  process.stdin.on('error', end);
  process.stdin.on(
    'data',
    splitLines((line) => {
      if (!session.gather(decodeRequest(line))) end();
    }),
  );
}

const readerOptions = {
  library: { type: 'string' },
  'every-field': { type: 'boolean', default: false },
} as const;

/** Written at once: after this a call may hang for ever. */
function tell(answer: Answer): void {
  writeSync(1, encodeMessage(answer));
}

function refuse(reason: string): void {
  tell({ kind: 'unavailable', reason });
}

function describeDriver(nvml: Nvml, gpus: number): Ready {
  const driver = nvml.system.driverVersion();
  const cuda = nvml.system.cudaVersion();
  return {
    kind: 'ready',
    gpus,
    isSimulated: nvml.isSimulated,
    ...(driver.kind === 'value' && { driverVersion: driver.value }),
    ...(cuda.kind === 'value' && { cudaVersion: cuda.value }),
  };
}
