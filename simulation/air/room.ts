import { approach, at, clamp, entry, filled } from '../columns.ts';
import type { HostBank } from '../host/host-bank.ts';
import type { HallPlan } from '../plan/hall-plan.ts';
import { createRandom } from '../random.ts';
import { airHeat, airJoulesPerCubicMeterKelvin } from './air.ts';
import { coolingUnit, hostPeakFlow } from './cooling-plan.ts';

/** Cold aisles, hot aisles and the units between them. */
export interface Room {
  readonly rackInlet: Float64Array;
  readonly rackExhaust: Float64Array;
  /** Air that the hosts of a rack move, and what the units blow to where it stands, m³/s. */
  readonly rackFlow: Float64Array;
  readonly rackSupply: Float64Array;
  /** Share of hot air in what a rack takes in. */
  readonly recirculation: Float64Array;
  readonly unitFan: Float64Array;
  readonly unitSupply: Float64Array;
  readonly unitReturn: Float64Array;
  /** Heat it takes out, watts. */
  readonly unitHeat: Float64Array;
  readonly unitPower: Float64Array;
  /** How near each unit stands to each rack of its row, 0 to 1: unit × racks of the row. */
  readonly reach: readonly Float64Array[];
  /** What is not tight: open U, missing panels, cable holes. */
  readonly leak: Float64Array;
  readonly faults: {
    readonly unitOff: Uint8Array;
    /** Hot air let through by what somebody left open. */
    readonly rackLeak: Float64Array;
  };
}

/** [ASHRAE TC 9.9, H1] 18 to 22 °C is recommended for dense machines; people set the middle. */
export const setpointCelsius = 21;
/** Air of an aisle and the steel around it. */
const aisleTauSeconds = 75;
const coilTauSeconds = 50;
const fanTauSeconds = 18;
/** Air spreads along an aisle over about so many racks [assumed]. */
const reachRacks = 3;
/** Units blow a little more than is taken, so that air flows the right way. */
const surplus = 1.12;
const leastRecirculation = 0.015;
/** Of the air that is missing, most comes from behind the racks and some from the room. */
const mixing = 0.9;

export function createRoom(plan: HallPlan): Room {
  const racks = plan.racks.length;
  const units = plan.coolingUnits.length;
  const random = createRandom(plan.size.seed, 'room');
  return {
    rackInlet: filled(racks, 22.5),
    rackExhaust: filled(racks, 36),
    rackFlow: filled(racks, plan.size.hostsPerRack * hostPeakFlow(plan.size.gpusPerHost) * 0.6),
    rackSupply: filled(racks, 1),
    recirculation: filled(racks, leastRecirculation),
    unitFan: filled(units, 0.6),
    unitSupply: filled(units, setpointCelsius),
    unitReturn: filled(units, 35),
    unitHeat: filled(units, 60_000),
    unitPower: filled(units, 1_500),
    reach: plan.coolingUnits.map(({ row, place }) =>
      reachOf(entry(plan.rows, row).racks.length, place),
    ),
    leak: Float64Array.from(plan.racks, ({ row, place }) => {
      const last = entry(plan.rows, row).racks.length - 1;
      // Hot air comes round the ends of a row.
      const end = place === 0 || place === last ? 0.035 : 0;
      return leastRecirculation + end + 0.02 * random.uniform();
    }),
    faults: { unitOff: new Uint8Array(units), rackLeak: filled(racks, 0) },
  };
}

function reachOf(racks: number, place: number): Float64Array {
  return Float64Array.from({ length: racks }, (_, rack) =>
    Math.exp(-Math.abs(rack - place) / reachRacks),
  );
}

export function stepRoom(room: Room, hosts: HostBank, plan: HallPlan, dtSeconds: number): void {
  sumRacks(room, hosts, plan);
  for (const row of plan.rows) {
    stepUnits(room, row, dtSeconds);
    stepInlets(room, row, dtSeconds);
  }
  spread(room, hosts, plan);
}

function sumRacks(room: Room, hosts: HostBank, plan: HallPlan): void {
  const peak = hostPeakFlow(plan.size.gpusPerHost);
  for (const [index, rack] of plan.racks.entries()) {
    let flow = 0;
    let heat = 0;
    for (const host of rack.hosts) {
      flow += at(hosts.flow, host) * peak;
      heat += at(hosts.power, host);
    }
    room.rackFlow[index] = Math.max(flow, 0.01);
    room.rackExhaust[index] = at(room.rackInlet, index) + airHeat(heat, Math.max(flow, 0.01));
  }
}

type Row = HallPlan['rows'][number];

/** Fans follow what the row takes; the coil cools what comes back, as far as it can. */
function stepUnits(room: Room, row: Row, dtSeconds: number): void {
  const taken = row.racks.reduce((sum, rack) => sum + at(room.rackFlow, rack), 0);
  const on = row.coolingUnits.filter((unit) => at(room.faults.unitOff, unit) === 0);
  const wanted = on.length === 0 ? 0 : (taken * surplus) / (on.length * coolingUnit.maxFlow);
  const fanShare = approach(dtSeconds, fanTauSeconds);
  const coilShare = approach(dtSeconds, coilTauSeconds);
  for (const unit of row.coolingUnits) {
    const isOff = at(room.faults.unitOff, unit) === 1;
    const fan = at(room.unitFan, unit);
    const target = isOff ? 0 : clamp(wanted, coolingUnit.leastFan, 1);
    room.unitFan[unit] = fan + (target - fan) * fanShare;
  }
  const blown = row.coolingUnits.reduce((sum, unit) => sum + flowOf(room, unit), 0);
  const back = returnCelsius(room, row, taken, blown);
  for (const unit of row.coolingUnits) stepCoil(room, unit, back, coilShare);
}

function flowOf(room: Room, unit: number): number {
  return at(room.unitFan, unit) * coolingUnit.maxFlow;
}

/** What the racks let out, thinned by cold air that no rack took. */
function returnCelsius(room: Room, row: Row, taken: number, blown: number): number {
  const hot =
    row.racks.reduce((sum, rack) => sum + at(room.rackExhaust, rack) * at(room.rackFlow, rack), 0) /
    taken;
  const bypass = clamp(1 - taken / Math.max(blown, 0.01), 0, 0.9);
  const cold =
    row.coolingUnits.reduce((sum, unit) => sum + at(room.unitSupply, unit), 0) /
    row.coolingUnits.length;
  return hot * (1 - bypass) + cold * bypass;
}

function stepCoil(room: Room, unit: number, back: number, share: number): void {
  const isOff = at(room.faults.unitOff, unit) === 1;
  const flow = flowOf(room, unit);
  const most = isOff ? 0 : airHeat(coolingUnit.capacityWatts, flow);
  const target = isOff ? back : Math.max(setpointCelsius, back - most);
  const supply = at(room.unitSupply, unit);
  room.unitReturn[unit] = back;
  room.unitSupply[unit] = supply + (target - supply) * share;
  room.unitHeat[unit] = Math.max(
    0,
    (back - at(room.unitSupply, unit)) * flow * airJoulesPerCubicMeterKelvin,
  );
  const fan = at(room.unitFan, unit);
  room.unitPower[unit] = isOff ? 0 : 250 + coolingUnit.fanWatts * fan * fan * fan;
}

/** A rack that gets less cold air than it takes fills up with hot air from behind. */
function stepInlets(room: Room, row: Row, dtSeconds: number): void {
  const share = approach(dtSeconds, aisleTauSeconds);
  const warmth = blow(room, row);
  for (const [place, rack] of row.racks.entries()) {
    const flow = at(room.rackSupply, rack);
    const missing = clamp(1 - flow / at(room.rackFlow, rack), 0, 0.95) * mixing;
    const hot = clamp(at(room.leak, rack) + at(room.faults.rackLeak, rack) + missing, 0, 0.95);
    const cold = flow > 0.01 ? at(warmth, place) / flow : at(room.rackExhaust, rack);
    room.recirculation[rack] = hot;
    const target = cold * (1 - hot) + at(room.rackExhaust, rack) * hot;
    const inlet = at(room.rackInlet, rack);
    room.rackInlet[rack] = inlet + (target - inlet) * share;
  }
}

/**
 * Air goes where it is taken, and the nearer the more: racks that idle leave theirs to the others.
 *
 * @returns flow times temperature at each rack of the row
 */
function blow(room: Room, row: Row): Float64Array {
  const warmth = filled(row.racks.length, 0);
  for (const rack of row.racks) room.rackSupply[rack] = 0;
  for (const unit of row.coolingUnits) {
    const reach = entry(room.reach, unit);
    let pull = 0;
    for (const [place, rack] of row.racks.entries())
      pull += at(reach, place) * at(room.rackFlow, rack);
    const each = flowOf(room, unit) / Math.max(pull, 0.01);
    for (const [place, rack] of row.racks.entries()) {
      const own = each * at(reach, place) * at(room.rackFlow, rack);
      room.rackSupply[rack] = at(room.rackSupply, rack) + own;
      warmth[place] = at(warmth, place) + own * at(room.unitSupply, unit);
    }
  }
  return warmth;
}

/** It is warmer at the top: hot air comes over the rack. */
function spread(room: Room, hosts: HostBank, plan: HallPlan): void {
  for (let host = 0; host < hosts.count; host += 1) {
    const { rack, slot } = entry(plan.hosts, host);
    const height = plan.size.hostsPerRack > 1 ? slot / (plan.size.hostsPerRack - 1) - 0.4 : 0;
    const inlet = at(room.rackInlet, rack);
    const gradient = (at(room.rackExhaust, rack) - inlet) * at(room.recirculation, rack) * 0.6;
    hosts.inletCelsius[host] = inlet + gradient * height;
  }
}
