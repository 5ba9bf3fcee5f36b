import type { Workload } from '#lib/model/run.ts';
import type { Tensors, WorkloadDefinition } from '#training/workload.ts';

export interface TrainingDevice {
  /** `cpu`, or the UUID of a GPU or MIG instance as NVML reports it. */
  readonly id: string;
  readonly model: string;
}

/** A way to run workloads on one kind of device. */
export interface TrainingBackend {
  readonly name: string;
  readonly workloads: readonly Workload[];
  /** Versions of what computes, for the summary of a run. */
  readonly versions: Readonly<Record<string, string>>;
  /** The devices present now; none is an answer, not an error. */
  devices(): Promise<readonly TrainingDevice[]>;
  /**
   * Puts a workload's initial parameters on a device.
   *
   * @throws Error when the device is gone or cannot hold the workload
   */
  open(workload: WorkloadDefinition, device: string, seed: number): Promise<Trainer>;
}

/** A model on a device. Steps do not overlap: await one before the next. */
export interface Trainer {
  /** One optimizer step; resolves with the batch's mean loss before the update, once computed. */
  step(batch: Tensors): Promise<number>;
  /** A copy of the parameters, in the order of the workload's initial parameters. */
  parameters(): Promise<Tensors>;
  /** Frees the device's memory. Closing twice is fine. */
  close(): Promise<void>;
}
