import type { Device, Gap, Nvml } from '#node-nvml';
import type { Answer, GoneState, GpuAnswer, Ready, Request, Unavailable } from '../protocol.ts';
import { EventWatch } from './event-watch.ts';
import { GpuReader } from './gpu-reader.ts';
import { readModel, readUuid } from './identity.ts';
import { Support } from './support.ts';

interface Slot {
  readonly support: Support;
  reader: GpuReader | null;
}

/** The open driver: answers requests GPU by GPU, so that what was read is told before the next hangs. */
export class Session {
  readonly #nvml: Nvml;
  readonly #ready: Ready;
  readonly #everyField: boolean;
  readonly #tell: (answer: Answer) => void;
  readonly #slots = new Map<number, Slot>();
  readonly #events: EventWatch;

  constructor(
    nvml: Nvml,
    ready: Ready,
    tell: (answer: Answer) => void,
    { wallMs, everyField }: { readonly wallMs: () => number; readonly everyField: boolean },
  ) {
    this.#nvml = nvml;
    this.#ready = ready;
    this.#everyField = everyField;
    this.#tell = tell;
    this.#events = new EventWatch(nvml, (uuid, xid) => {
      tell({ kind: 'xid', uuid, xid, wallMs: wallMs() });
    });
  }

  /** False when the driver is gone, which has then been told. */
  gather({ gpus, nowMs }: Request): boolean {
    for (const index of gpus) {
      const answer = this.#read(index, nowMs);
      this.#tell(answer);
      if (answer.kind === 'unavailable') return false;
    }
    return true;
  }

  close(): void {
    this.#events.close();
    for (const { reader } of this.#slots.values()) reader?.close();
    this.#nvml.close();
  }

  #read(index: number, nowMs: number): GpuAnswer | Unavailable {
    const slot = this.#slots.get(index) ?? { support: new Support(), reader: null };
    this.#slots.set(index, slot);
    slot.support.beginRound(nowMs);
    if (!slot.reader) {
      const device = this.#nvml.device(index);
      if (device.kind !== 'value') return goneAnswer(index, undefined, device);
      const opened = this.#open(index, device.value, slot.support);
      if (!(opened instanceof GpuReader)) return opened;
      slot.reader = opened;
      this.#events.add(opened);
    }
    const answer = slot.reader.read(nowMs);
    const { gone } = slot.support;
    if (!gone || (gone.kind === 'unavailable' && this.#isDriverHere())) return answer;
    slot.support.forget();
    slot.reader.refresh();
    return goneAnswer(index, slot.reader.name.uuid, gone);
  }

  /** One call alone that says the driver is gone is wrong about it. */
  #isDriverHere(): boolean {
    return this.#nvml.deviceCount().kind === 'value';
  }

  #open(index: number, device: Device, support: Support): GpuReader | GpuAnswer | Unavailable {
    const uuid = readUuid(device, support);
    const model = readModel(device, support);
    if (support.gone) return goneAnswer(index, uuid ?? undefined, support.gone);
    if (uuid === null) {
      return {
        kind: 'gone',
        index,
        state: 'not-found',
        reason: 'the driver does not tell its UUID',
      };
    }
    const name = { uuid, model };
    const place = { index, name, driver: this.#ready, everyField: this.#everyField };
    return new GpuReader(this.#nvml, device, place, support);
  }
}

/** @param uuid undefined when the GPU was lost before it said its name */
function goneAnswer(index: number, uuid: string | undefined, gap: Gap): GpuAnswer | Unavailable {
  const { reason } = gap;
  if (gap.kind === 'unavailable') return { kind: 'unavailable', reason };
  const state: GoneState = gap.kind === 'lost' ? gap.state : 'not-found';
  return { kind: 'gone', index, state, reason, ...(uuid !== undefined && { uuid }) };
}
