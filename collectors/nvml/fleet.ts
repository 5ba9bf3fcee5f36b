import type { FieldValue, Tags } from '#lib/model/sample.ts';
import type { CollectorContext, SampleSink } from '../collector.ts';
import { integer, present } from '../fields.ts';
import { told } from './changes.ts';
import type { NvmlConfig } from './config.ts';
import { infoField } from './field-types.ts';
import { EventWriter, type GpuEvent } from './gpu-event.ts';
import { GpuHistory } from './gpu-history.ts';
import { groupProcesses } from './process-points.ts';
import type { GoneState, GpuAnswer, GpuGone, Ready, Row } from './protocol.ts';

interface Gpu {
  readonly history: GpuHistory;
  tags: Tags;
  presence: 'here' | GoneState;
  /** Its place in the driver's list; null for a MIG instance. */
  index: number | null;
  heardRound: number;
  pciBusId: string | null;
}

export interface RoundEnd {
  /** GPUs that are read apart, and why. */
  readonly confined: ReadonlyMap<number, string>;
  readonly late: readonly number[];
  /** True when every GPU that the driver lists had its chance to answer. */
  readonly isWhole: boolean;
}

const forgetInstanceAfterRounds = 10;
const mostWaitingEvents = 1000;

/** The GPUs of this host as they were seen so far: turns what readers say into points. */
export class Fleet {
  readonly #config: NvmlConfig;
  readonly #context: CollectorContext;
  readonly #writer = new EventWriter();
  readonly #gpus = new Map<string, Gpu>();
  #waiting: { readonly uuid: string; readonly event: GpuEvent }[] = [];
  #isSimulated = false;
  #hasNamelessGone = false;
  #round = 0;

  constructor(config: NvmlConfig, context: CollectorContext) {
    this.#config = config;
    this.#context = context;
  }

  /** True while a GPU is lost, waits for a reset or is no longer listed. */
  get hasGone(): boolean {
    const gpus = [...this.#gpus.values()];
    return this.#hasNamelessGone || gpus.some(({ presence }) => presence !== 'here');
  }

  noteDriver(driver: Ready): void {
    this.#isSimulated = driver.isSimulated;
  }

  noteDriverGone(): void {
    for (const { history } of this.#gpus.values()) history.noteDriverGone();
  }

  noteHang(index: number, reason: string): void {
    const uuid = this.#uuidAt(index);
    if (uuid !== null) this.queue(uuid, told('hung', 'hung', { message: reason }));
  }

  noteRelease(index: number): void {
    const uuid = this.#uuidAt(index);
    if (uuid !== null) this.queue(uuid, told('returned', 'answersAgain'));
  }

  /** An event that belongs to the end of this round, or of the next one. */
  queue(uuid: string, event: GpuEvent): void {
    this.#waiting = [...this.#waiting, { uuid, event }].slice(-mostWaitingEvents);
  }

  uuidAtBus(pciBusId: string): string | null {
    for (const [uuid, gpu] of this.#gpus) if (gpu.pciBusId === pciBusId) return uuid;
    return null;
  }

  begin(): void {
    this.#round += 1;
    this.#hasNamelessGone = false;
  }

  take(answer: GpuAnswer, sink: SampleSink): void {
    if (answer.kind === 'gone') {
      this.#takeGone(answer, sink);
      return;
    }
    answer.rows.forEach((row, position) => {
      this.#takeRow(row, position === 0 ? answer.index : null, sink);
    });
  }

  finish(sink: SampleSink, { confined, late, isWhole }: RoundEnd): void {
    for (const [index, reason] of confined) sink.fault(this.#nameAt(index), new Error(reason));
    for (const index of late) {
      sink.fault(this.#nameAt(index), new Error('it was not read before the round ended'));
    }
    if (isWhole && late.length === 0) this.#takeVanished(sink, confined);
    for (const { uuid, event } of this.#waiting) {
      this.#writer.write(sink, this.#eventTags(uuid), event);
    }
    this.#waiting = [];
    this.#forgetInstances();
  }

  #takeRow(row: Row, index: number | null, sink: SampleSink): void {
    const gpu = this.#gpuOf(row, index);
    if (gpu.presence !== 'here') this.queue(row.uuid, told('returned', 'returned'));
    gpu.presence = 'here';
    const { fields, events } = gpu.history.review(row, this.#context.monotonicMs());
    sink.point('gpu', gpu.tags, fields);
    for (const event of events) this.#writer.write(sink, this.#eventTags(row.uuid), event);
    if (row.info) this.#takeInfo(row.info, gpu, sink);
    if (!this.#config.processes) return;
    for (const { name, fields } of groupProcesses(this.#context.rootfs, row.processes ?? [])) {
      sink.point('gpu_process', { ...gpu.tags, process: name }, fields);
    }
  }

  #takeInfo(info: NonNullable<Row['info']>, gpu: Gpu, sink: SampleSink): void {
    if (info.pci_bus_id !== undefined) gpu.pciBusId = String(info.pci_bus_id);
    sink.point('gpu_info', gpu.tags, infoFields(info));
  }

  #gpuOf(row: Row, index: number | null): Gpu {
    const known = this.#gpus.get(row.uuid);
    if (known) {
      if (!this.#isNamed(known.tags, row)) known.tags = this.#tagsOf(row);
      known.index = index;
      known.heardRound = this.#round;
      return known;
    }
    const tags = this.#tagsOf(row);
    const history = new GpuHistory(2 * this.#config.intervalMs);
    const heardRound = this.#round;
    const gpu: Gpu = { history, tags, presence: 'here', index, heardRound, pciBusId: null };
    this.#gpus.set(row.uuid, gpu);
    return gpu;
  }

  /** Its other fields are left out, so that they grow stale. */
  #takeGone({ index, uuid, state, reason }: GpuGone, sink: SampleSink): void {
    const name = uuid ?? this.#uuidAt(index);
    const gpu = name === null ? undefined : this.#gpus.get(name);
    if (name === null || !gpu) {
      this.#hasNamelessGone = true;
      sink.fault(`gpu ${index}`, new Error(reason));
      return;
    }
    gpu.heardRound = this.#round;
    this.#tellGone(name, gpu, state, sink);
  }

  #takeVanished(sink: SampleSink, confined: ReadonlyMap<number, string>): void {
    for (const [uuid, gpu] of this.#gpus) {
      const isHeard = gpu.heardRound === this.#round;
      if (isHeard || gpu.index === null || confined.has(gpu.index)) continue;
      this.#tellGone(uuid, gpu, 'not-found', sink);
    }
  }

  #tellGone(uuid: string, gpu: Gpu, state: GoneState, sink: SampleSink): void {
    if (gpu.presence !== state) this.queue(uuid, goneEvent(state));
    gpu.presence = state;
    const field = state === 'reset-required' ? 'reset_required' : 'lost';
    sink.point('gpu', gpu.tags, present({ [field]: integer(1) }));
  }

  #forgetInstances(): void {
    for (const [uuid, { index, heardRound }] of this.#gpus) {
      const isOld = this.#round - heardRound > forgetInstanceAfterRounds;
      if (index === null && isOld) this.#gpus.delete(uuid);
    }
  }

  #uuidAt(index: number): string | null {
    for (const [uuid, gpu] of this.#gpus) if (gpu.index === index) return uuid;
    return null;
  }

  #nameAt(index: number): string {
    return `gpu ${this.#uuidAt(index) ?? index}`;
  }

  #tagsOf({ uuid, index, model }: Row): Tags {
    return { host: this.#context.host, gpu: uuid, index, model, ...this.#simulatedTag() };
  }

  /** The same object round after round: what was made of it once need not be made again. */
  #isNamed(tags: Tags, { index, model }: Row): boolean {
    const isSimulated = tags.simulated !== undefined;
    return tags.index === index && tags.model === model && isSimulated === this.#isSimulated;
  }

  #eventTags(uuid: string): Tags {
    return { host: this.#context.host, gpu: uuid, ...this.#simulatedTag() };
  }

  #simulatedTag(): Tags {
    return this.#isSimulated ? { simulated: 'true' } : {};
  }
}

function goneEvent(state: GoneState): GpuEvent {
  switch (state) {
    case 'lost':
      return told('lost', 'lost');
    case 'not-found':
      return told('lost', 'vanished');
    case 'reset-required':
      return told('reset_required', 'resetRequired');
  }
}

function infoFields(info: Readonly<Record<string, string | number>>): Record<string, FieldValue> {
  const fields: Record<string, FieldValue> = {};
  for (const name in info) {
    const value = info[name];
    const field = value === undefined ? undefined : infoField(name, value);
    if (field) fields[name] = field;
  }
  return fields;
}
