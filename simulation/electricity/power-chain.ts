import { hostPeakWatts } from '../air/cooling-plan.ts';
import { at, entry, filled } from '../columns.ts';
import type { HostBank } from '../host/host-bank.ts';
import { feeds, type HallPlan } from '../plan/hall-plan.ts';
import { createRandom } from '../random.ts';

/** Mains, one UPS for each feed, two PDUs in each rack, and the supplies of the hosts. */
export interface PowerChain {
  /** Watts of each phase of each PDU: three for each, in the order of the plan's PDUs. */
  readonly phaseWatts: Float64Array;
  readonly pduJoules: Float64Array;
  /** 1 for a PDU that passes power on. */
  readonly pduLive: Uint8Array;
  /** Seconds for which its breaker has been overloaded. */
  readonly overload: Float64Array;
  readonly upsWatts: Float64Array;
  readonly upsJoules: Float64Array;
  /** Energy in the battery, joules. */
  readonly battery: Float64Array;
  readonly onBattery: Uint8Array;
  readonly upsLive: Uint8Array;
  readonly batteryCelsius: Float64Array;
  /** What the battery holds, and what the UPS can carry. */
  readonly batteryJoules: number;
  readonly upsRating: number;
  /** Volts at each phase of each feed: utilities differ by a few volts. */
  readonly phaseVolts: Float64Array;
  readonly faults: { readonly mainsLost: Uint8Array; readonly pduDead: Uint8Array };
}

/** [IEC 60364; a 22 kVA rack PDU] 400 V between phases, 230 V to neutral, 63 A breakers. */
export const pdu = {
  volts: 230,
  powerFactor: 0.98,
  breakerAmperes: 63,
  /** [NEC 210.20, usual in Europe too] a breaker carries 80 % of its rating for good. */
  warningAmperes: 50,
} as const;

/** Minutes that the battery carries the full load. */
const batteryMinutes = 8;
const upsEfficiency = 0.96;
/** A UPS feeds all of the hall when the other feed is lost, with a tenth to spare. */
const reserve = 1.1;
const chargeShare = 0.04;
/** A thermal breaker trips in a minute or so at 1.3 times its rating (curve B, IEC 60898). */
const tripShare = 1.3;
const tripSeconds = 60;
/** [Supermicro AS-8125GS-TNHR] six supplies of 2.7 kW, of which four are needed; three on each feed. */
const supplyWatts = 2_700;

export function createPowerChain(plan: HallPlan): PowerChain {
  const peak = plan.hosts.length * hostPeakWatts(plan.size.gpusPerHost);
  const random = createRandom(plan.size.seed, 'mains');
  const upsRating = Math.max(20_000, Math.ceil((peak * reserve) / 10_000) * 10_000);
  const batteryJoules = upsRating * batteryMinutes * 60;
  const pdus = plan.pdus.length;
  return {
    phaseWatts: filled(3 * pdus, 0),
    pduJoules: Float64Array.from({ length: pdus }, () =>
      Math.floor(2e11 * (0.5 + random.uniform())),
    ),
    pduLive: new Uint8Array(pdus).fill(1),
    overload: filled(pdus, 0),
    upsWatts: filled(feeds.length, 0),
    upsJoules: filled(feeds.length, 4e12),
    battery: filled(feeds.length, batteryJoules),
    onBattery: new Uint8Array(feeds.length),
    upsLive: new Uint8Array(feeds.length).fill(1),
    batteryCelsius: filled(feeds.length, 24),
    ...{ batteryJoules, upsRating },
    phaseVolts: Float64Array.from(
      { length: 3 * feeds.length },
      () => 230.5 + 1.5 * random.normal(),
    ),
    faults: { mainsLost: new Uint8Array(feeds.length), pduDead: new Uint8Array(pdus) },
  };
}

/** What reaches whom, and what that draws. */
export function stepPower(
  chain: PowerChain,
  hosts: HostBank,
  braked: Uint8Array,
  plan: HallPlan,
  { dtSeconds, seconds }: { readonly dtSeconds: number; readonly seconds: number },
): void {
  for (let feed = 0; feed < feeds.length; feed += 1) stepUps(chain, feed, dtSeconds);
  for (const [index, { feed }] of plan.pdus.entries()) {
    const isLive = at(chain.upsLive, feeds.indexOf(feed)) === 1;
    const isTripped = at(chain.overload, index) >= tripSeconds;
    chain.pduLive[index] = isLive && !isTripped && at(chain.faults.pduDead, index) === 0 ? 1 : 0;
  }
  chain.phaseWatts.fill(0);
  chain.upsWatts.fill(0);
  for (let rack = 0; rack < plan.racks.length; rack += 1) {
    feedRack(chain, hosts, plan, rack);
    brake(chain, hosts, braked, plan, rack);
  }
  for (let index = 0; index < plan.pdus.length; index += 1) {
    meter(chain, plan, index, { dtSeconds, seconds });
  }
  for (let feed = 0; feed < feeds.length; feed += 1) {
    chain.upsJoules[feed] = at(chain.upsJoules, feed) + at(chain.upsWatts, feed) * seconds;
  }
}

/** Without mains the battery carries the load until it is empty; then the feed is dark. */
function stepUps(chain: PowerChain, feed: number, dtSeconds: number): void {
  const isLost = at(chain.faults.mainsLost, feed) === 1;
  const load = at(chain.upsWatts, feed) / upsEfficiency;
  const charge = at(chain.battery, feed);
  chain.onBattery[feed] = isLost ? 1 : 0;
  chain.battery[feed] = isLost
    ? Math.max(0, charge - load * dtSeconds)
    : Math.min(chain.batteryJoules, charge + chargeShare * chain.upsRating * dtSeconds);
  chain.upsLive[feed] = isLost && at(chain.battery, feed) <= 0 ? 0 : 1;
  const warm = 24 + (isLost ? 9 : 0);
  const celsius = at(chain.batteryCelsius, feed);
  chain.batteryCelsius[feed] = celsius + (warm - celsius) * Math.min(1, dtSeconds / 900);
}

/** Both feeds of a rack share its load; one takes it all when the other is gone. */
function feedRack(chain: PowerChain, hosts: HostBank, plan: HallPlan, rack: number): void {
  const first = rack * feeds.length;
  const live = feeds.flatMap((_, feed) => (at(chain.pduLive, first + feed) === 1 ? [feed] : []));
  for (const [slot, host] of entry(plan.racks, rack).hosts.entries()) {
    hosts.faults.dark[host] = live.length === 0 ? 1 : 0;
    for (const feed of live) {
      const watts = at(hosts.power, host) / live.length;
      chain.upsWatts[feed] = at(chain.upsWatts, feed) + watts;
      addToPhases(chain.phaseWatts, 3 * (first + feed), slot, watts);
    }
  }
}

/** Three supplies on the three phases; the first of each host draws a little more. */
function addToPhases(phases: Float64Array, first: number, slot: number, watts: number): void {
  for (let phase = 0; phase < 3; phase += 1) {
    const share = phase === slot % 3 ? 0.36 : 0.32;
    phases[first + phase] = at(phases, first + phase) + watts * share;
  }
}

/** With half of its supplies gone a host pulls the brake of its GPUs when the rest is too little. */
function brake(
  chain: PowerChain,
  hosts: HostBank,
  braked: Uint8Array,
  plan: HallPlan,
  rack: number,
): void {
  const first = rack * feeds.length;
  const isHalf = feeds.some((_, feed) => at(chain.pduLive, first + feed) === 0);
  const perHost = plan.size.gpusPerHost;
  const most = 3 * supplyWatts * (perHost / 8) * 0.95;
  for (const host of entry(plan.racks, rack).hosts) {
    const power = at(hosts.power, host);
    const wasBraked = at(braked, host * perHost) === 1;
    // Once pulled it stays until there is room for what the GPUs would draw without it.
    const isBraked = isHalf && (power > most || wasBraked);
    braked.fill(isBraked ? 1 : 0, host * perHost, (host + 1) * perHost);
  }
}

function meter(
  chain: PowerChain,
  plan: HallPlan,
  index: number,
  { dtSeconds, seconds }: { readonly dtSeconds: number; readonly seconds: number },
): void {
  let watts = 0;
  let highest = 0;
  for (let phase = 0; phase < 3; phase += 1) {
    const own = at(chain.phaseWatts, 3 * index + phase);
    watts += own;
    highest = Math.max(highest, phaseAmperes(chain, plan, index, phase));
  }
  chain.pduJoules[index] = at(chain.pduJoules, index) + watts * seconds;
  const isOver = highest > tripShare * pdu.breakerAmperes;
  const overload = at(chain.overload, index);
  // A tripped breaker stays open until somebody closes it.
  if (overload < tripSeconds) {
    chain.overload[index] = isOver ? overload + dtSeconds : Math.max(0, overload - dtSeconds);
  }
}

export function phaseAmperes(
  chain: PowerChain,
  plan: HallPlan,
  index: number,
  phase: number,
): number {
  const volts = phaseVolts(chain, plan, index, phase);
  return volts === 0 ? 0 : at(chain.phaseWatts, 3 * index + phase) / (volts * pdu.powerFactor);
}

/** Zero on a PDU that is dark. */
export function phaseVolts(
  chain: PowerChain,
  plan: HallPlan,
  index: number,
  phase: number,
): number {
  if (at(chain.pduLive, index) === 0) return 0;
  return at(chain.phaseVolts, 3 * feeds.indexOf(entry(plan.pdus, index).feed) + phase);
}
