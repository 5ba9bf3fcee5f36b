import { describe, expect, it } from 'vitest';
import type { InterfaceReading } from '../reading.ts';
import { InterfaceLedger } from './interface-totals.ts';

function port(name: string, bytes: bigint, more: Partial<InterfaceReading> = {}): InterfaceReading {
  return {
    name,
    statedName: name,
    alias: null,
    type: 6,
    speedBitsPerSecond: 1e9,
    isAdminUp: true,
    isUp: true,
    counters: { receiveBytes: { value: bytes, bits: 64 } },
    discontinuityTicks: 0,
    ...more,
  };
}

/** Bytes received by name. */
function bytes(rows: ReturnType<InterfaceLedger['add']>) {
  return Object.fromEntries(rows.map(({ reading, totals }) => [reading.name, totals.receiveBytes]));
}

describe('InterfaceLedger', () => {
  it('follows an interface by its name, wherever a restart puts it', () => {
    const ledger = new InterfaceLedger();
    ledger.add([port('a', 100n), port('b', 7000n)], 'unknown', 0);
    expect(bytes(ledger.add([port('b', 7001n), port('a', 102n)], 'continued', 30_000))).toEqual({
      a: 102n,
      b: 7001n,
    });
  });

  it('has no growth across a restart, even where an interface comes back later', () => {
    const ledger = new InterfaceLedger();
    ledger.add([port('a', 100n), port('b', 100n)], 'unknown', 0);
    expect(bytes(ledger.add([port('a', 500n)], 'restarted', 30_000))).toEqual({ a: undefined });
    expect(bytes(ledger.add([port('a', 510n), port('b', 900n)], 'continued', 60_000))).toEqual({
      a: 510n,
      b: undefined,
    });
  });

  it('has no growth where the device set the counters of one interface anew', () => {
    const ledger = new InterfaceLedger();
    ledger.add([port('a', 100n), port('b', 100n)], 'unknown', 0);
    const anew = port('a', 101n, { discontinuityTicks: 4242 });
    expect(bytes(ledger.add([anew, port('b', 101n)], 'continued', 30_000))).toEqual({
      a: undefined,
      b: 101n,
    });
    const unread = port('a', 103n, { discontinuityTicks: null });
    expect(bytes(ledger.add([unread], 'continued', 60_000))).toEqual({ a: 103n });
  });

  it('counts 32 bits of bytes from zero and errors as they are', () => {
    const counters = {
      receiveBytes: { value: 4_000_000_000n, bits: 32 as const },
      receiveErrors: { value: 12n, bits: 32 as const },
    };
    const [row] = new InterfaceLedger().add([port('a', 0n, { counters })], 'unknown', 0);
    expect(row?.totals).toEqual({ receiveBytes: 0n, receiveErrors: 12n });
  });
});
