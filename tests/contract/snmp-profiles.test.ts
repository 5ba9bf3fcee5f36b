import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadAllProfiles } from '#collectors/snmp/built-in-profiles.ts';
import type { Profile } from '#collectors/snmp/profile/profile.ts';
import { identify, identifyAs } from '#collectors/snmp/read/identify.ts';
import { planReading } from '#collectors/snmp/read/plan.ts';
import { readDevice } from '#collectors/snmp/read/read-device.ts';
import { ReadingCache } from '#collectors/snmp/read/reading-cache.ts';
import type { DeviceReading, SensorReading } from '#collectors/snmp/reading.ts';
import type { ExpectedSensor } from '#tests/simulator/snmp/draft.ts';
import { makeRecordings } from '#tests/simulator/snmp/make-recording.ts';
import { parseRecording } from '#tests/simulator/snmp/recording.ts';
import { recordedClient } from '#tests/simulator/snmp/recorded-client.ts';

const testdata = fileURLToPath(new URL('../../collectors/snmp/testdata/', import.meta.url));
const profiles = loadAllProfiles(null);
const never = new AbortController().signal;

describe.each([...profiles.values()])('profile $name', (profile) => {
  const recordings = recordingsOf(profile.name);

  it('has a recording made for it that shows what it reads today', () => {
    const made = makeRecordings(profile);
    expect(recordings.map(({ expected }) => expected)).toEqual(
      made.map(({ expected }) => expected),
    );
  });

  it.each(recordings)('reads $name with every value as it is in the world', async (recording) => {
    const reading = await read(profile, recording.text);
    expect(reading.problems).toEqual([]);
    for (const expected of recording.expected) expectSensor(reading.sensors, expected);
  });

  it.each(recordings)('gives the sensors of $name names of their own', async ({ text }) => {
    const { sensors } = await read(profile, text);
    const names = sensors.map(({ kind, name }) => `${kind} ${name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => /^\S+ $/.test(name))).toEqual([]);
  });

  it.each(isRecognised(profile) ? recordings : [])(
    'is the profile of $name',
    async ({ text, name }) => {
      const client = recordedClient(text);
      const { profiles: found } = await identify(client, profiles, never);
      expect(
        found.map((of) => of.name),
        name,
      ).toContain(profile.name);
      if (!profile.isGeneric) expect(found[0]?.name).toBe(profile.name);
    },
  );
});

interface Recording {
  readonly name: string;
  readonly text: string;
  readonly expected: readonly ExpectedSensor[];
}

function recordingsOf(profile: string): Recording[] {
  const folder = path.join(testdata, profile);
  const files = readdirSync(folder).filter((file) => file.endsWith('.rec'));
  return files.sort().map((file) => ({
    name: path.join(profile, file),
    text: readFileSync(path.join(folder, file), 'utf8'),
    expected: asExpected(
      JSON.parse(readFileSync(path.join(folder, file.replace('.rec', '.expected.json')), 'utf8')),
    ),
  }));
}

/** Written by write-recordings.ts beside the recording. */
const asExpected = (json: unknown): ExpectedSensor[] => json as ExpectedSensor[];

const isRecognised = ({ match, isGeneric }: Profile): boolean => match !== null || isGeneric;

async function read(profile: Profile, text: string): Promise<DeviceReading> {
  const client = recordedClient(parseRecording(text));
  const found = await identifyAs(profile.name, client, profiles, never);
  const plan = planReading({ ...found, profiles: [profile] });
  return readDevice(client, plan, new ReadingCache(), never);
}

function expectSensor(sensors: readonly SensorReading[], expected: ExpectedSensor): void {
  const found = sensors.find(
    ({ oid, kind, value }) =>
      oid === expected.oid && kind === expected.kind && isClose(value, expected.value),
  );
  const sameObject = sensors.filter(({ oid }) => oid === expected.oid);
  expect(found, `${JSON.stringify(expected)} among ${JSON.stringify(sameObject)}`).toBeDefined();
  if (expected.state !== undefined) expect(found?.state).toBe(expected.state);
  if (expected.severity !== undefined) expect(found?.severity).toBe(expected.severity);
  const limits: Readonly<Record<string, number>> = { ...found?.limits };
  for (const [name, limit] of Object.entries(expected.limits ?? {})) {
    const read = limits[name] ?? NaN;
    expect(isClose(read, limit), `${name} of ${expected.oid}: ${read} for ${limit}`).toBe(true);
  }
}

function isClose(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-6 * Math.max(1e-3, Math.abs(other));
}
