import type { DeviceFamily } from '#lib/model/device-family.ts';
import type { FleetSensor, PollHealth, SensorLevel } from '#lib/model/device-report.ts';
import type { CoolingUnit, FacilityUnit, PduUnit, UpsUnit } from '#lib/model/facility-report.ts';
import type { Services } from '#lib/services.ts';
import { listKnown } from './list-devices.ts';
import { listSensors } from './list-sensors.ts';
import { partsOf, phasesOf, wholePower } from './power-figures.ts';
import { readPollStates } from './poll-health.ts';
import { weightOf, worse } from './sensor-level.ts';

/** Power of everything on one feed. */
export interface FeedFigures {
  readonly feed: string;
  readonly devices: number;
  readonly powerWatts: number | null;
}

export interface FacilityReport {
  readonly feeds: readonly FeedFigures[];
  readonly upses: readonly UpsUnit[];
  readonly pdus: readonly PduUnit[];
  readonly cooling: readonly CoolingUnit[];
  readonly environment: {
    readonly hottest: readonly FleetSensor[];
    readonly wettest: readonly FleetSensor[];
    /** Doors, leaks, smoke: what is in a state it should not be in. */
    readonly alarms: readonly FleetSensor[];
    /** The same and those that are as they should be, the worst first. */
    readonly states: readonly FleetSensor[];
  };
}

const unitsOfAKind = 1000;

type Known = Awaited<ReturnType<typeof listKnown>>[number];

/** The plant around the hosts as it is now; each list holds at most `limit`, the worst first. */
export async function readFacility(
  services: Pick<Services, 'database' | 'hub' | 'store' | 'vault'>,
  { limit }: { readonly limit: number },
  nowMs: number,
): Promise<FacilityReport> {
  const [known, sensors, polls] = await Promise.all([
    listKnown(services, {}, nowMs),
    listSensors(services, {}, nowMs),
    readPollStates(services, {}, nowMs),
  ]);
  const byDevice = groupByDevice(sensors);
  const unitsOf = <T extends FacilityUnit>(
    families: readonly DeviceFamily[],
    make: (unit: FacilityUnit, own: readonly FleetSensor[]) => T,
  ): T[] =>
    known
      .filter(({ family }) => family !== null && families.includes(family))
      .slice(0, unitsOfAKind)
      .map((device) => {
        const own = byDevice.get(device.name) ?? [];
        return make(unitOf(device, own, polls.get(device.name)), own);
      })
      .sort((a, b) => weightOf(b.severity) - weightOf(a.severity));
  const pdus = unitsOf(['pdu', 'transfer_switch'], pduOf);
  return {
    feeds: sumFeeds(pdus),
    upses: unitsOf(['ups'], upsOf).slice(0, limit),
    pdus: pdus.slice(0, limit),
    cooling: unitsOf(['cooling'], coolingOf).slice(0, limit),
    environment: environmentOf(sensors, limit),
  };
}

function groupByDevice(sensors: readonly FleetSensor[]): ReadonlyMap<string, FleetSensor[]> {
  const groups = new Map<string, FleetSensor[]>();
  for (const sensor of sensors) {
    const own = groups.get(sensor.device);
    if (own) own.push(sensor);
    else groups.set(sensor.device, [sensor]);
  }
  return groups;
}

function unitOf(
  { name, vendor, model, feed, rack, simulated }: Known,
  sensors: readonly FleetSensor[],
  poll: Pick<PollHealth, 'state' | 'timeMs'> | undefined,
): FacilityUnit {
  const troubles = sensors.filter(({ severity }) => weightOf(severity) > 0);
  const severity = sensors.reduce<SensorLevel | null>(
    (worst, sensor) => (sensor.severity === null ? worst : worse(sensor.severity, worst)),
    null,
  );
  return {
    ...{ device: name, vendor, model, feed, rack, simulated, severity },
    pollState: poll?.state ?? 'waiting',
    timeMs: poll?.timeMs ?? null,
    troubles: troubles.sort((a, b) => weightOf(b.severity) - weightOf(a.severity)),
  };
}

function upsOf(unit: FacilityUnit, sensors: readonly FleetSensor[]): UpsUnit {
  const state = mainState(sensors);
  return {
    ...unit,
    state: state?.state ?? null,
    stateSeverity: state?.severity ?? null,
    chargeRatio: least(valuesOf(sensors, 'charge')),
    runtimeSeconds: least(valuesOf(sensors, 'runtime')),
    loadRatio: greatest(valuesOf(sensors, 'load')),
    ...powerOf(sensors),
  };
}

function pduOf(unit: FacilityUnit, sensors: readonly FleetSensor[]): PduUnit {
  return {
    ...unit,
    ...powerOf(sensors),
    loadRatio: greatest(valuesOf(sensors, 'load')),
    phases: phasesOf(sensors),
    banks: partsOf(sensors, 'bank'),
  };
}

function powerOf(sensors: readonly FleetSensor[]) {
  const power = wholePower(sensors);
  return { powerWatts: power?.watts ?? null, powerGroup: power?.group ?? null };
}

function coolingOf(unit: FacilityUnit, sensors: readonly FleetSensor[]): CoolingUnit {
  const ofKind = (...kinds: readonly string[]) =>
    sensors.filter(({ kind }) => kinds.includes(kind));
  return {
    ...unit,
    state: mainState(sensors)?.state ?? null,
    temperatures: ofKind('temperature'),
    humidities: ofKind('humidity'),
    flows: ofKind('waterflow', 'airflow', 'pressure'),
    fans: ofKind('fan_speed', 'fan_ratio'),
  };
}

/** The state that says what the device as a whole does; of several the worst. */
function mainState(sensors: readonly FleetSensor[]): FleetSensor | null {
  const order = ['device', 'output', 'battery'];
  for (const group of order) {
    const states = sensors.filter((each) => each.kind === 'state' && each.group === group);
    const [worst] = states.sort((a, b) => weightOf(b.severity) - weightOf(a.severity));
    if (worst) return worst;
  }
  return null;
}

function valuesOf(sensors: readonly FleetSensor[], kind: string): number[] {
  return sensors.flatMap((each) => (each.kind === kind && each.value !== null ? [each.value] : []));
}

function least(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.min(...values);
}

function greatest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}

function sumFeeds(pdus: readonly PduUnit[]): FeedFigures[] {
  const feeds = new Map<string, FeedFigures>();
  for (const { feed, powerWatts } of pdus) {
    if (feed === null) continue;
    const { devices, powerWatts: before } = feeds.get(feed) ?? { devices: 0, powerWatts: null };
    feeds.set(feed, {
      feed,
      devices: devices + 1,
      powerWatts: powerWatts === null ? before : (before ?? 0) + powerWatts,
    });
  }
  return [...feeds.values()].sort((a, b) => a.feed.localeCompare(b.feed, 'en', { numeric: true }));
}

function environmentOf(sensors: readonly FleetSensor[], limit: number) {
  const surroundings = sensors.filter(({ group }) => group === 'environment');
  const highest = (kind: string) =>
    surroundings
      .filter((each) => each.kind === kind && each.value !== null)
      .sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
      .slice(0, limit);
  const states = surroundings
    .filter(({ kind }) => kind === 'state')
    .sort((a, b) => weightOf(b.severity) - weightOf(a.severity))
    .slice(0, limit);
  return {
    hottest: highest('temperature'),
    wettest: highest('humidity'),
    alarms: states.filter(({ severity }) => weightOf(severity) > 0),
    states,
  };
}
