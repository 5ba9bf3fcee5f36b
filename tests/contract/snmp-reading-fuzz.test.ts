import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadAllProfiles } from '#collectors/snmp/built-in-profiles.ts';
import { limitNames } from '#collectors/snmp/profile/profile.ts';
import { identify } from '#collectors/snmp/read/identify.ts';
import { planReading } from '#collectors/snmp/read/plan.ts';
import { readDevice } from '#collectors/snmp/read/read-device.ts';
import { ReadingCache } from '#collectors/snmp/read/reading-cache.ts';
import { parseRecording, type RecordedObject } from '#tests/simulator/snmp/recording.ts';
import { recordedClient } from '#tests/simulator/snmp/recorded-client.ts';

const testdata = fileURLToPath(new URL('../../collectors/snmp/testdata/', import.meta.url));
const profiles = loadAllProfiles(null);
const never = new AbortController().signal;

/** What agents send instead of what their MIB promises. */
const oddities: readonly Omit<RecordedObject, 'oid'>[] = [
  { type: 'octets', value: '' },
  { type: 'octets', value: 'n/a' },
  { type: 'octets', value: 'hex:00ff00' },
  { type: 'octets', value: '99999999999999999999999999999999' },
  { type: 'integer', value: '-2147483648' },
  { type: 'gauge', value: '4294967295' },
  { type: 'counter64', value: '18446744073709551615' },
  { type: 'timeticks', value: '0' },
  { type: 'oid', value: '0.0' },
  { type: 'address', value: '10.0.0.1' },
  { type: 'opaque', value: 'hex:9f78047fc00000' },
  { type: 'opaque', value: 'hex:' },
];

function recordings(): RecordedObject[][] {
  return readdirSync(testdata, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.rec'))
    .sort()
    .map((file) => parseRecording(readFileSync(path.join(testdata, file), 'utf8')));
}

/** Keeps who the device is: the rest of it is what a mutation is about. */
const mutated = fc
  .tuple(
    fc.constantFrom(...recordings()),
    fc.array(fc.tuple(fc.nat(), fc.option(fc.constantFrom(...oddities))), { maxLength: 60 }),
  )
  .map(([objects, changes]) => {
    const changed = new Map(changes.map(([at, odd]) => [at % objects.length, odd]));
    return objects.flatMap((object, at) => {
      const odd = changed.get(at);
      if (odd === undefined || object.oid.startsWith('1.3.6.1.2.1.1.')) return [object];
      return odd === null ? [] : [{ oid: object.oid, ...odd }];
    });
  });

describe('reading a device that sends what it should not', () => {
  it('gives finite values with names of their own, and never fails', async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async (objects) => {
        const client = recordedClient(objects);
        const plan = planReading(await identify(client, profiles, never));
        const { sensors } = await readDevice(client, plan, new ReadingCache(), never);
        for (const { value, limits } of sensors) {
          expect(
            [value, ...limitNames.flatMap((name) => limits[name] ?? [])].every(Number.isFinite),
          ).toBe(true);
        }
        const names = sensors.map(({ kind, name }) => `${kind} ${name}`);
        expect(new Set(names).size).toBe(names.length);
      }),
      { numRuns: 1000 },
    );
  });
});
