import type { Oid, SnmpValue } from '../client.ts';
import type { Cells } from './cells.ts';

/** Names, types and limits are read again this often. */
const pollsBetweenNames = 20;

/**
 * What one device need not be asked every time: names, and objects that it does not have. Everything
 * is read again every twentieth poll, after a restart and when its interfaces were renumbered.
 */
export class ReadingCache {
  #polls = 0;
  #isFresh = true;
  #uptimeTicks: number | null = null;
  #interfacesChanged: string | null = null;
  readonly #absent = new Set<Oid>();
  readonly #names = new Map<string, { readonly rows: string; readonly cells: Cells }>();

  /** Whether everything is read in this poll. */
  get isFresh(): boolean {
    return this.#isFresh;
  }

  nextPoll(): void {
    if (this.#polls % pollsBetweenNames === 0) this.#forget();
    else this.#isFresh = false;
    this.#polls += 1;
  }

  /** Told once the scalars are there: they say whether the device restarted. */
  startPoll(uptimeTicks: number | null, interfacesChanged: SnmpValue | undefined): void {
    const changed = interfacesChanged === undefined ? null : String(interfacesChanged.value);
    const hasRestarted =
      uptimeTicks !== null && this.#uptimeTicks !== null && uptimeTicks < this.#uptimeTicks;
    if (hasRestarted || changed !== this.#interfacesChanged) this.#forget();
    this.#uptimeTicks = uptimeTicks;
    this.#interfacesChanged = changed;
  }

  #forget(): void {
    this.#isFresh = true;
    this.#absent.clear();
    this.#names.clear();
  }

  present(oids: readonly Oid[]): Oid[] {
    return oids.filter((oid) => !this.#absent.has(oid));
  }

  /** Only what was asked for in a poll that reads everything: other gaps may be passing ones. */
  learnAbsent(asked: readonly Oid[], found: Cells): void {
    if (!this.#isFresh) return;
    for (const oid of asked) if (!found.has(oid)) this.#absent.add(oid);
  }

  /** Undefined where rows came or went since the names were read. */
  names(group: string, rows: string): Cells | undefined {
    const known = this.#names.get(group);
    return known?.rows === rows ? known.cells : undefined;
  }

  keepNames(group: string, rows: string, cells: Cells): void {
    this.#names.set(group, { rows, cells });
  }
}
