import type { FacilityKind, Severity } from '#lib/metrics/facility.ts';
import type { RecordedObject, RecordedType } from './recording.ts';

/** A sensor as it has to be read from a made recording. */
export interface ExpectedSensor {
  readonly oid: string | null;
  readonly kind: FacilityKind;
  readonly value: number;
  readonly state?: string;
  readonly severity?: Severity;
  readonly limits?: Readonly<Record<string, number>>;
}

/** A recording being made. What is added has to fit what is there. */
export class Draft {
  readonly #cells = new Map<string, Omit<RecordedObject, 'oid'>>();
  /** Columns and objects that have to stay away. */
  readonly #away = new Set<string>();
  readonly expected: ExpectedSensor[] = [];

  /** All of it or nothing. */
  add(trial: Trial): boolean {
    const fits =
      [...trial.cells].every(([oid, { value }]) => this.#accepts(oid, value)) &&
      [...trial.away].every((oid) => ![...this.#cells.keys()].some((cell) => isWithin(cell, oid)));
    if (!fits) return false;
    for (const [oid, cell] of trial.cells) this.#cells.set(oid, cell);
    for (const oid of trial.away) this.#away.add(oid);
    this.expected.push(...trial.expected);
    return true;
  }

  #accepts(oid: string, value: string): boolean {
    if ([...this.#away].some((away) => isWithin(oid, away))) return false;
    const known = this.#cells.get(oid);
    return known === undefined || known.value === value;
  }

  /** Where nothing is known yet. */
  addIfFree(oid: string, type: RecordedType, value: string): void {
    if (!this.#cells.has(oid) && this.#accepts(oid, value)) this.#cells.set(oid, { type, value });
  }

  value(oid: string): string | undefined {
    return this.#cells.get(oid)?.value;
  }

  objects(): RecordedObject[] {
    return [...this.#cells].map(([oid, cell]) => ({ oid, ...cell }));
  }
}

function isWithin(oid: string, root: string): boolean {
  return oid === root || oid.startsWith(`${root}.`);
}

/** What one sensor needs. Throws a conflict where it needs two things of one cell. */
export class Trial {
  readonly cells = new Map<string, Omit<RecordedObject, 'oid'>>();
  readonly away = new Set<string>();
  readonly expected: ExpectedSensor[] = [];

  set(oid: string, value: string | number): void {
    const text = String(value);
    const known = this.cells.get(oid);
    if (known !== undefined && known.value !== text) throw new Conflict();
    this.cells.set(oid, { type: typeOf(text), value: text });
  }

  has(oid: string): boolean {
    return this.cells.has(oid);
  }
}

export class Conflict extends Error {}

function typeOf(text: string): RecordedType {
  if (/^-?\d{1,9}$/.test(text)) return 'integer';
  if (/^\d+$/.test(text)) return 'gauge';
  return /^1\.3(\.\d+)+$/.test(text) ? 'oid' : 'octets';
}
