import type { DeviceSensor, PollHealth, SensorLevel } from './device-report.ts';

/** One inlet, phase or line of a device; null = it does not tell. */
export interface PhaseFigures {
  readonly name: string;
  readonly powerWatts: number | null;
  readonly currentAmperes: number | null;
  readonly voltageVolts: number | null;
  readonly loadRatio: number | null;
  /** Current at which it is overloaded, or at which it warns where that is all it states. */
  readonly limitAmperes: number | null;
  readonly severity: SensorLevel | null;
}

/** What every unit of a facility page has. */
export interface FacilityUnit {
  readonly device: string;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly feed: string | null;
  readonly rack: { readonly id: string; readonly name: string } | null;
  readonly simulated: boolean;
  readonly pollState: PollHealth['state'];
  readonly timeMs: number | null;
  readonly severity: SensorLevel | null;
  /** Sensors that warn or worse, the worst first. */
  readonly troubles: readonly DeviceSensor[];
}

export interface PowerUnit extends FacilityUnit {
  readonly powerWatts: number | null;
  /** Group of the sensors that the power is the sum of. */
  readonly powerGroup: string | null;
}

/** A UPS; the least charge and runtime and the greatest load of its parts, null = gap. */
export interface UpsUnit extends PowerUnit {
  readonly state: string | null;
  readonly stateSeverity: SensorLevel | null;
  readonly chargeRatio: number | null;
  readonly runtimeSeconds: number | null;
  readonly loadRatio: number | null;
}

export interface PduUnit extends PowerUnit {
  readonly loadRatio: number | null;
  /** Inlets, phases or lines, whichever it tells of. */
  readonly phases: readonly PhaseFigures[];
  /** What its breakers protect, where it tells of it. */
  readonly banks: readonly PhaseFigures[];
}

export interface CoolingUnit extends FacilityUnit {
  readonly state: string | null;
  readonly temperatures: readonly DeviceSensor[];
  readonly humidities: readonly DeviceSensor[];
  readonly flows: readonly DeviceSensor[];
  readonly fans: readonly DeviceSensor[];
}
