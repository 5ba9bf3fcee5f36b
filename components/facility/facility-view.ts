import type { DeviceSensor, PollHealth, SensorLevel } from '#lib/model/device-report.ts';

/** A sensor with the device it belongs to. */
export type PlantSensor = DeviceSensor & { readonly device: string };

/** One inlet, phase, line or bank of a PDU; null = it does not tell. */
export interface PhaseView {
  readonly name: string;
  readonly powerWatts: number | null;
  readonly currentAmperes: number | null;
  readonly limitAmperes: number | null;
  readonly severity: SensorLevel | null;
}

/** What every unit of the plant has. */
export interface UnitView {
  readonly device: string;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly feed: string | null;
  readonly rack: { readonly id: string; readonly name: string } | null;
  readonly simulated: boolean;
  readonly pollState: PollHealth['state'];
  readonly timeMs: number | null;
  readonly severity: SensorLevel | null;
}

export interface PowerUnitView extends UnitView {
  readonly powerWatts: number | null;
  /** Group of the sensors that the power is the sum of. */
  readonly powerGroup: string | null;
}

export interface UpsView extends PowerUnitView {
  readonly state: string | null;
  readonly stateSeverity: SensorLevel | null;
  readonly chargeRatio: number | null;
  readonly runtimeSeconds: number | null;
  readonly loadRatio: number | null;
}

export interface PduView extends PowerUnitView {
  readonly phases: readonly PhaseView[];
  readonly banks: readonly PhaseView[];
}

export interface CoolingView extends UnitView {
  readonly state: string | null;
  readonly temperatures: readonly DeviceSensor[];
  readonly humidities: readonly DeviceSensor[];
  readonly flows: readonly DeviceSensor[];
  readonly fans: readonly DeviceSensor[];
}
