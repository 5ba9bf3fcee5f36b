import { eventType, type Device, type EventSet, type Nvml, type NvmlEvent } from '#node-nvml';

/** The longest a wait may take: it holds one of the threads that Node has for such calls. */
const waitMs = 1000;

/** Events that say that something slow to change has changed. */
const changes =
  eventType.migConfigChange |
  eventType.doubleBitEccError |
  eventType.dramRetirement |
  eventType.dramRetirementFailure |
  eventType.gpuUnavailableError |
  eventType.gpuRecoveryAction;

export interface WatchedGpu {
  readonly name: { readonly uuid: string };
  readonly device: Device;
  refresh(): void;
}

/** Waits for what the driver tells by itself. It tells only while somebody listens. */
export class EventWatch {
  readonly #nvml: Nvml;
  readonly #onXid: (uuid: string, xid: number) => void;
  readonly #gpus = new Map<unknown, WatchedGpu>();
  #set: EventSet | null = null;
  #isClosed = false;

  constructor(nvml: Nvml, onXid: (uuid: string, xid: number) => void) {
    this.#nvml = nvml;
    this.#onXid = onXid;
  }

  add(gpu: WatchedGpu): void {
    const set = this.#set ?? this.#open();
    if (!set) return;
    set.register(gpu.device, eventType.xidCriticalError | changes);
    this.#gpus.set(gpu.device.handle, gpu);
  }

  close(): void {
    this.#isClosed = true;
    this.#set?.close();
  }

  #open(): EventSet | null {
    const created = this.#nvml.createEventSet();
    if (created.kind !== 'value') return null;
    this.#set = created.value;
    void this.#listen(created.value);
    return created.value;
  }

  async #listen(set: EventSet): Promise<void> {
    while (!this.#isClosed) {
      const reading = await set.wait(waitMs);
      if (reading.kind === 'value') {
        if (reading.value) this.#tell(reading.value);
      } else {
        // A driver in trouble answers at once, again and again.
        await new Promise((resolve) => setTimeout(resolve, waitMs).unref());
      }
    }
  }

  #tell(event: NvmlEvent): void {
    const gpu = event.device ? this.#gpus.get(event.device.handle) : undefined;
    if (!gpu) return;
    if (event.type === eventType.xidCriticalError) this.#onXid(gpu.name.uuid, event.data);
    else gpu.refresh();
  }
}
