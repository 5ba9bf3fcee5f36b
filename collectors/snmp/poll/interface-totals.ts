import { interfaceCounters, type InterfaceCounter, type InterfaceReading } from '../reading.ts';
import { CounterTotal } from './counter-total.ts';
import type { Continuity } from './uptime.ts';

export type InterfaceTotals = Readonly<Partial<Record<InterfaceCounter, bigint>>>;

export interface CountedInterface {
  readonly reading: InterfaceReading;
  readonly totals: InterfaceTotals;
}

interface Known {
  readonly totals: Map<InterfaceCounter, CounterTotal>;
  /** As the device last said. */
  discontinuityTicks: number | null;
  /** Poll in which it was last there. */
  round: number;
}

const traffic: ReadonlySet<InterfaceCounter> = new Set([
  'receiveBytes',
  'transmitBytes',
  'receivePackets',
  'transmitPackets',
]);

/** The smallest Ethernet frame with its preamble and gap: 84 bytes. */
const fewestBitsPerPacket = 672;

/** An interface that is away for so many polls is taken for a new one when it comes back. */
const forgottenAfterRounds = 100;

/**
 * Totals of all interfaces of one device. They are known by name: ifIndex moves when a switch is
 * restarted or a card is put in.
 */
export class InterfaceLedger {
  readonly #known = new Map<string, Known>();
  #round = 0;

  /** @param atMs monotonic time of the poll */
  add(
    interfaces: readonly InterfaceReading[],
    continuity: Continuity,
    atMs: number,
  ): CountedInterface[] {
    this.#round += 1;
    if (continuity === 'restarted') this.#interruptAll();
    const rows = interfaces.map((reading) => ({
      reading,
      totals: this.#total(reading, continuity, atMs),
    }));
    for (const [name, { round }] of this.#known) {
      if (this.#round - round > forgottenAfterRounds) this.#known.delete(name);
    }
    return rows;
  }

  #total(reading: InterfaceReading, continuity: Continuity, atMs: number) {
    const known = this.#know(reading.name);
    known.round = this.#round;
    if (isDiscontinuous(known, reading)) interrupt(known);
    known.discontinuityTicks = reading.discontinuityTicks ?? known.discontinuityTicks;
    const totals: Partial<Record<InterfaceCounter, bigint>> = {};
    for (const counter of interfaceCounters) {
      const value = reading.counters[counter];
      if (!value) continue;
      const around = {
        atMs,
        hasRunOn: continuity === 'continued',
        mostPerSecond: mostOf(counter, reading.speedBitsPerSecond),
        isTraffic: traffic.has(counter),
      };
      const start = isBytes(counter) && value.bits === 32 ? 0n : value.value;
      const total = totalOf(known, counter).add(value, around, start);
      if (total !== null) totals[counter] = total;
    }
    return totals;
  }

  #interruptAll(): void {
    for (const known of this.#known.values()) interrupt(known);
  }

  #know(name: string): Known {
    const known = this.#known.get(name);
    if (known) return known;
    const fresh: Known = { totals: new Map(), discontinuityTicks: null, round: 0 };
    this.#known.set(name, fresh);
    return fresh;
  }
}

function interrupt({ totals }: Known): void {
  for (const total of totals.values()) total.interrupt();
}

/** ifCounterDiscontinuityTime: the counters of this interface were set anew at another time. */
function isDiscontinuous({ discontinuityTicks: before }: Known, reading: InterfaceReading) {
  const { discontinuityTicks: now } = reading;
  return before !== null && now !== null && before !== now;
}

function totalOf({ totals }: Known, counter: InterfaceCounter): CounterTotal {
  const known = totals.get(counter);
  if (known) return known;
  const fresh = new CounterTotal();
  totals.set(counter, fresh);
  return fresh;
}

function mostOf(counter: InterfaceCounter, speedBitsPerSecond: number | null): number | null {
  if (speedBitsPerSecond === null || speedBitsPerSecond <= 0) return null;
  return speedBitsPerSecond / (isBytes(counter) ? 8 : fewestBitsPerPacket);
}

function isBytes(counter: InterfaceCounter): boolean {
  return counter === 'receiveBytes' || counter === 'transmitBytes';
}
