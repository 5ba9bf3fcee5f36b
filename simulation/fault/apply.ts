import { entry } from '../columns.ts';
import type { Hall } from '../hall-state.ts';
import { killJobOn } from '../job/schedule.ts';
import type { Fault, FaultName, Happening } from './fault.ts';
import { happenings } from './happenings.ts';

/** What begins to be wrong. Everything else follows from the model. */
export function beginFault(hall: Hall, fault: Fault): void {
  setters[fault.kind](hall, fault.target, true);
  tell(hall, fault, 'begin');
}

export function endFault(hall: Hall, fault: Fault): void {
  setters[fault.kind](hall, fault.target, false);
  tell(hall, fault, 'end');
}

type Setter = (hall: Hall, target: number, isOn: boolean) => void;

const setters: Readonly<Record<FaultName, Setter>> = {
  'dead-gpu': (hall, target, isOn) => {
    hall.gpus.faults.dead[target] = Number(isOn);
    drain(hall, target, isOn);
  },
  'xid-48': (hall, target, isOn) => {
    hall.gpus.faults.needsReset[target] = Number(isOn);
    if (isOn) add(hall.gpus.counters.eccUncorrected, target, 1);
    drain(hall, target, isOn);
  },
  'xid-63': ({ gpus }, target, isOn) => {
    gpus.faults.rowsPending[target] = Number(isOn);
    if (isOn) add(gpus.faults.rowsRemapped, target, 1);
  },
  'xid-31': ({ schedule, plan, gpus }, target, isOn) => {
    if (isOn) killJobOn(schedule, entry(plan.gpus, target).host, gpus);
  },
  'nvlink-errors': ({ gpus }, target, isOn) => {
    if (isOn) add(gpus.counters.nvlinkErrors, target, 37);
    gpus.faults.slowness[target] = isOn ? 0.9 : 1;
  },
  'slow-gpu': ({ gpus }, target, isOn) => {
    gpus.faults.slowness[target] = isOn ? 0.72 : 1;
    gpus.faults.pcieWidth[target] = isOn ? 4 : 16;
  },
  'corrupting-gpu': ({ gpus }, target, isOn) => {
    gpus.faults.corrupting[target] = Number(isOn);
  },
  'bad-paste': ({ gpus }, target, isOn) => {
    gpus.faults.paste[target] = isOn ? 2.6 : 1;
  },
  'blocked-fan': ({ hosts }, target, isOn) => {
    hosts.faults.openness[target] = isOn ? 0.3 : 1;
  },
  'silent-host': ({ hosts }, target, isOn) => {
    hosts.faults.silent[target] = Number(isOn);
  },
  'link-down': ({ hosts }, target, isOn) => {
    hosts.faults.linkDown[target] = Number(isOn);
  },
  'open-panel': ({ room }, target, isOn) => {
    room.faults.rackLeak[target] = isOn ? 0.34 : 0;
  },
  'cooling-off': ({ room }, target, isOn) => {
    room.faults.unitOff[target] = Number(isOn);
  },
  'lost-feed': ({ power }, target, isOn) => {
    power.faults.mainsLost[target] = Number(isOn);
  },
  'dead-pdu': ({ power }, target, isOn) => {
    power.faults.pduDead[target] = Number(isOn);
    // Who repairs it closes the breaker as well.
    if (!isOn) power.overload[target] = 0;
  },
};

function drain(hall: Hall, gpu: number, isOn: boolean): void {
  const { host } = entry(hall.plan.gpus, gpu);
  hall.schedule.drained[host] = Number(isOn);
}

function add(values: Float64Array | Uint8Array, index: number, amount: number): void {
  values[index] = (values[index] ?? 0) + amount;
}

function tell(hall: Hall, fault: Fault, edge: 'begin' | 'end'): void {
  for (const words of happenings[fault.kind]?.[edge] ?? []) {
    hall.faults.happenings.push({ ...words, time: hall.time, about: aboutOf(hall, fault) });
  }
}

function aboutOf({ plan }: Hall, { kind, target }: Fault): Happening['about'] {
  switch (kind) {
    case 'cooling-off':
      return { kind: 'device', device: entry(plan.coolingUnits, target).name };
    case 'lost-feed':
      return { kind: 'device', device: entry(plan.upses, target).name };
    case 'dead-pdu':
      return { kind: 'device', device: entry(plan.pdus, target).name };
    case 'link-down': {
      const leaf = plan.switches.find(({ hosts }) => hosts.includes(target));
      return { kind: 'device', device: leaf?.name ?? '' };
    }
    default:
      return { kind: 'gpu', gpu: target };
  }
}
