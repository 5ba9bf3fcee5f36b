import type { ProbeTarget, SweepFind, TestOutcome } from '#lib/model/device-probe.ts';
import type { SnmpCredentials } from '#lib/model/snmp-target.ts';

/** Where a sweep asks. */
export interface SweepPlace {
  readonly address: string;
  readonly port: number;
}

export type Found = Omit<SweepFind, 'address' | 'port' | 'credentials'>;

/** Asks devices on behalf of the server. The agent itself speaks no SNMP. */
export interface DeviceProber {
  /** Reads a device once; what goes wrong is an answer. */
  test(target: ProbeTarget, signal: AbortSignal): Promise<TestOutcome>;
  /**
   * Who answers there; null when nobody does.
   *
   * @param pace to be awaited before every request
   */
  find(
    place: SweepPlace,
    credentials: SnmpCredentials,
    pace: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<Found | null>;
}
