import type { DeviceProber, Found } from '#collectors/agent/device-prober.ts';
import { loadAllProfiles } from '#collectors/snmp/built-in-profiles.ts';
import { SnmpError, type SnmpClient } from '#collectors/snmp/client.ts';
import type { Profiles } from '#collectors/snmp/profile/load.ts';
import { identify, recognise, type Identification } from '#collectors/snmp/read/identify.ts';
import { planReading } from '#collectors/snmp/read/plan.ts';
import { readDevice } from '#collectors/snmp/read/read-device.ts';
import { ReadingCache } from '#collectors/snmp/read/reading-cache.ts';
import { openSnmpClient } from '#collectors/snmp/session/open-client.ts';
import type { ProbeTarget, TestOutcome } from '#lib/model/device-probe.ts';
import { clip, recognised } from './recognised.ts';

/** Of a sweep: a device that is there answers within a second, or to the second question. */
const findLimits = { timeoutMs: 1000, retries: 0 };
const findAttempts = 2;

/** Tries devices out for the agent. Profiles are read when they are first needed. */
export function createDeviceProber(profileDirectory: string | null): DeviceProber {
  let profiles: Profiles | null = null;
  const loaded = () => (profiles ??= loadAllProfiles(profileDirectory));
  return {
    test: (target, signal) => test(target, loaded(), signal),
    async find({ address, port }, credentials, pace, signal) {
      const client = openSnmpClient({ address, port, credentials }, findLimits);
      try {
        return await find(paced(client, pace), loaded(), signal);
      } finally {
        client.close();
      }
    },
  };
}

async function test(
  { address, port, profile, credentials }: ProbeTarget,
  profiles: Profiles,
  signal: AbortSignal,
): Promise<TestOutcome> {
  const client = openSnmpClient({ address, port, credentials });
  const begun = performance.now();
  try {
    const identification = await recognise(client, profiles, profile, signal);
    const read = performance.now();
    const reading = await readDevice(
      client,
      planReading(identification),
      new ReadingCache(),
      signal,
    );
    const pollSeconds = (performance.now() - read) / 1000;
    return { kind: 'recognised', device: recognised(reading, pollSeconds) };
  } catch (error) {
    if (!(error instanceof SnmpError)) throw error;
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    const problem = error.problem === 'aborted' ? `gave up after ${seconds} s` : error.message;
    return { kind: 'failed', problem: clip(problem) };
  } finally {
    client.close();
  }
}

/** Null for silence and for a refusal: neither is a device these credentials can read. */
async function find(
  client: SnmpClient,
  profiles: Profiles,
  signal: AbortSignal,
): Promise<Found | null> {
  for (let attempt = 1; attempt <= findAttempts; attempt += 1) {
    try {
      return foundOf(await identify(client, profiles, signal));
    } catch (error) {
      if (!(error instanceof SnmpError)) throw error;
      if (error.problem !== 'timeout' || signal.aborted) return null;
    }
  }
  return null;
}

function foundOf({ system, profiles }: Identification): Found {
  const text = (value: string | null) => (value === null ? null : clip(value));
  return {
    systemName: text(system.name),
    systemDescription: text(system.description),
    objectId: text(system.objectId),
    profile: profiles[0]?.name ?? null,
    family: profiles[0]?.family ?? null,
  };
}

/** A walk takes several requests but waits once: it happens only where somebody has answered. */
function paced(client: SnmpClient, pace: () => Promise<void>): SnmpClient {
  return {
    get: async (oids, signal) => {
      await pace();
      return client.get(oids, signal);
    },
    walk: async (root, signal) => {
      await pace();
      return client.walk(root, signal);
    },
    columns: async (columns, signal) => {
      await pace();
      return client.columns(columns, signal);
    },
    counts: () => client.counts(),
    close: () => client.close(),
  };
}
