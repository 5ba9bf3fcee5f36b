import { answer, type Request, type SizeLimit } from './answer.ts';
import { ObjectTree } from './object-tree.ts';
import type { RecordedObject } from './recording.ts';

/** How a device misbehaves; changed while it runs. */
export interface DeviceKnobs {
  delayMs: number;
  /** Share of requests that are lost, 0 to 1. */
  loss: number;
  isSilent: boolean;
  /** Requests to lose from now on. */
  dropNext: number;
  sizeLimit: SizeLimit;
  /** Changes what goes out; several packets, or none. */
  distort: ((packet: Buffer) => readonly Buffer[]) | null;
}

export interface SimulatedDevice {
  readonly knobs: DeviceKnobs;
  /** Requests that reached the device, lost ones included. */
  readonly requests: number;
  set(object: RecordedObject): void;
  remove(oid: string): void;
  /** As after a power cut: sysUpTime and what grows with time begin at zero again. */
  restart(): void;
  answer(request: Request): readonly Buffer[];
}

export interface DeviceSurroundings {
  /** Milliseconds; what grows with time follows it. */
  readonly now?: () => number;
  /** 0 to 1, decides which requests are lost. */
  readonly random?: () => number;
}

/** What agents send without being fragmented on an Ethernet. */
const ethernet: SizeLimit = { bytes: 1400, bulk: 'cut' };

export function simulateDevice(
  objects: readonly RecordedObject[],
  { now = Date.now, random = Math.random }: DeviceSurroundings = {},
): SimulatedDevice {
  const tree = new ObjectTree(objects);
  let startedAt = now();
  let hasRestarted = false;
  let requests = 0;
  const knobs: DeviceKnobs = {
    delayMs: 0,
    loss: 0,
    isSilent: false,
    dropNext: 0,
    sizeLimit: ethernet,
    distort: null,
  };
  const isLost = (): boolean => {
    if (knobs.isSilent) return true;
    if (knobs.dropNext > 0) {
      knobs.dropNext -= 1;
      return true;
    }
    return knobs.loss > 0 && random() < knobs.loss;
  };
  return {
    knobs,
    get requests() {
      return requests;
    },
    set: (object) => tree.set(object),
    remove: (oid) => tree.remove(oid),
    restart() {
      startedAt = now();
      hasRestarted = true;
    },
    answer(request) {
      requests += 1;
      if (isLost()) return [];
      const age = { seconds: (now() - startedAt) / 1000, hasRestarted };
      const packet = answer(request, tree, age, knobs.sizeLimit);
      if (packet === undefined) return [];
      return knobs.distort === null ? [packet] : knobs.distort(packet);
    },
  };
}
