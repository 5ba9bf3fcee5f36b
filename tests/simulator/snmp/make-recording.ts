import type { Meaning, Profile, Sensor } from '#collectors/snmp/profile/profile.ts';
import type { Source } from '#collectors/snmp/profile/source.ts';
import { describeDevice } from './describe-device.ts';
import { Conflict, Draft, Trial, type ExpectedSensor } from './draft.ts';
import { addRow } from './made-row.ts';
import { rowsOf } from './made-rows.ts';
import type { RecordedObject } from './recording.ts';

/** A device of a profile, made up, and what has to be read of it. */
export interface MadeRecording {
  readonly objects: readonly RecordedObject[];
  readonly expected: readonly ExpectedSensor[];
}

/** One sensor under one of the settings that decide its unit. */
interface Job {
  readonly sensor: Sensor;
  readonly table: readonly Sensor[];
  readonly setting: string | null;
}

/**
 * Devices that together show every sensor of a profile. Real-world values are chosen first, and
 * then written the way the profile's tables say that devices write them. Sensors that exclude each
 * other come in different devices.
 */
export function makeRecordings(profile: Profile): MadeRecording[] {
  const made: MadeRecording[] = [];
  let jobs = jobsOf(profile);
  do {
    const draft = new Draft();
    const left = jobs.filter((job) => !tryJob(job, draft, made.length));
    if (left.length === jobs.length && jobs.length > 0) {
      throw new Error(`make recording of ${profile.name}: ${left.length} sensors fit no device`);
    }
    describeDevice(profile, draft);
    made.push({ objects: draft.objects(), expected: draft.expected });
    jobs = left;
  } while (jobs.length > 0);
  return made;
}

/** Those that conditions look at come first: the others then follow their values. */
function jobsOf(profile: Profile): Job[] {
  const jobs = profile.tables.flatMap(({ sensors }) =>
    sensors.flatMap((sensor) =>
      settingsOf(sensor.meaning).map((setting) => ({ sensor, table: sensors, setting })),
    ),
  );
  const decisive = new Set(jobs.flatMap(({ sensor }) => sensor.when.map(({ of }) => of.column)));
  const rank = ({ sensor }: Job): number => (decisive.has(sensor.value.column) ? 0 : 1);
  return jobs.toSorted((one, other) => rank(one) - rank(other));
}

/** A scalar that decides between units has one value at a time: each is a device of its own. */
function settingsOf(meaning: Meaning): (string | null)[] {
  if (meaning.is !== 'told' || isOfRow(meaning.by)) return [null];
  return [...(meaning.by.map?.keys() ?? [])];
}

const isOfRow = ({ column, index }: Source): boolean => column === null || index.at === 'row';

function tryJob({ sensor, table, setting }: Job, draft: Draft, device: number): boolean {
  try {
    const trial = new Trial();
    rowsOf(sensor, table).forEach((row, at) => {
      addRow(trial, draft, sensor, { index: row, at: at + device, setting });
    });
    return draft.add(trial);
  } catch (error) {
    if (error instanceof Conflict) return false;
    throw error;
  }
}
