import type { FacilityGroup, Severity } from '#lib/metrics/facility.ts';
import type { Oid } from '../client.ts';
import type { DeviceFamily } from '../reading.ts';
import type { Measure } from './measure.ts';
import type { Condition, Source, Template } from './source.ts';

/** How devices of one family are recognised and read: a file of profiles/, inheritance done. */
export interface Profile {
  readonly name: string;
  readonly title: string;
  readonly family: DeviceFamily;
  readonly vendor: string | null;
  readonly match: Match | null;
  /** Applies to every device that answers its probes, beside the profile of its family. */
  readonly isGeneric: boolean;
  /** Generic profiles that tell the same of such a device again. */
  readonly replaces: readonly string[];
  readonly identity: Readonly<Partial<Record<IdentityField, readonly Source[]>>>;
  readonly tables: readonly Table[];
  readonly mechanisms: readonly Mechanism[];
}

export const identityFields = ['vendor', 'model', 'serial', 'version', 'name'] as const;
export type IdentityField = (typeof identityFields)[number];

/** What is read by code rather than by tables of sensors. */
export const mechanisms = ['interfaces', 'lldp'] as const;
export type Mechanism = (typeof mechanisms)[number];

/** All that is given has to hold. */
export interface Match {
  readonly objectIds: readonly Oid[];
  readonly description: RegExp | null;
  readonly probes: readonly Probe[];
}

/** An object that has to exist; a column exists with its first row. */
export interface Probe {
  readonly of: Source;
  readonly matches: RegExp | null;
}

/** Sensors that are read together. */
export interface Table {
  readonly name: string;
  readonly sensors: readonly Sensor[];
}

/** One sensor for every row of the column of its value. */
export interface Sensor {
  readonly value: Source & { readonly column: Oid };
  /** The value is a share of the sum of these: used per size, or used per used and free. */
  readonly per: readonly Source[] | null;
  readonly name: Template;
  readonly group: FacilityGroup | Source;
  readonly meaning: Meaning;
  readonly scales: readonly Scale[];
  readonly none: None;
  readonly when: readonly Condition[];
  readonly severity: Source | null;
  readonly limits: Readonly<Partial<Record<LimitName, Source | number>>>;
  /** Of the limits, where it is not that of the value. */
  readonly limitMeaning: Meaning | null;
}

export type Meaning =
  | { readonly is: 'measure'; readonly measure: Measure }
  /** The text of the source is a measure: a table that says what each row is. */
  | { readonly is: 'told'; readonly by: Source; readonly measures: ReadonlyMap<string, Measure> }
  | { readonly is: 'state'; readonly states: ReadonlyMap<string, State> };

export interface State {
  readonly code: number;
  readonly text: string;
  readonly severity: Severity | null;
}

/** What the number is multiplied by before it is in the unit of its measure. */
export type Scale =
  | { readonly by: 'decimals'; readonly digits: Source }
  /** ENTITY-SENSOR-MIB: 10^(3·(scale−9)) / 10^precision. */
  | { readonly by: 'exponent'; readonly scale: Source; readonly precision: Source }
  /** n multiplies, −n divides. */
  | { readonly by: 'multiplier'; readonly of: Source }
  | { readonly by: 'divisor'; readonly of: Source };

/** Numbers as the device sends them that say that there is no sensor. */
export interface None {
  readonly numbers: ReadonlySet<number>;
  readonly below: number;
  readonly above: number;
}

export const limitNames = ['criticalLow', 'warningLow', 'warningHigh', 'criticalHigh'] as const;
export type LimitName = (typeof limitNames)[number];
