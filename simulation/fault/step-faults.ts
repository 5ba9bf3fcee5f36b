import type { Hall } from '../hall-state.ts';
import type { HallPlan } from '../plan/hall-plan.ts';
import { beginFault, endFault } from './apply.ts';
import { faultKinds, faultNames, type Fault, type TargetKind } from './fault.ts';
import type { FaultBook } from './fault-state.ts';

/** Begins what is due and ends what is over. */
export function stepFaults(hall: Hall): void {
  const { faults: book, time } = hall;
  while (book.nextTime <= time) {
    book.natural.add(draw(book, hall.plan, book.nextTime));
    book.nextTime += book.random.exponential(book.meanSeconds);
  }
  for (const fault of book.begun) if (isOver(book, fault, time)) finish(hall, fault);
  for (const list of [book.requested, book.natural]) {
    for (const fault of list) if (isDue(book, fault, time)) begin(hall, fault);
  }
}

function isOver({ natural, requested }: FaultBook, fault: Fault, time: number): boolean {
  return time >= fault.until || (!natural.has(fault) && !requested.includes(fault));
}

/** One that is over before the simulation gets there has left nothing. */
function isDue({ begun, over }: FaultBook, fault: Fault, time: number): boolean {
  if (time < fault.from || begun.has(fault) || over.has(fault)) return false;
  return time < fault.until || fault.until === fault.from;
}

function begin(hall: Hall, fault: Fault): void {
  const { faults: book } = hall;
  book.begun.add(fault);
  beginFault(hall, fault);
  if (hall.time >= fault.until) finish(hall, fault);
}

function finish(hall: Hall, fault: Fault): void {
  const { faults: book } = hall;
  book.begun.delete(fault);
  book.natural.delete(fault);
  book.over.add(fault);
  endFault(hall, fault);
}

function draw({ random }: FaultBook, plan: HallPlan, from: number): Fault {
  const total = faultNames.reduce((sum, name) => sum + faultKinds[name].weight, 0);
  let place = random.uniform() * total;
  const kind =
    faultNames.find((name) => {
      place -= faultKinds[name].weight;
      return place < 0;
    }) ?? 'xid-31';
  const { target, meanHours } = faultKinds[kind];
  const seconds = meanHours === 0 ? 0 : random.exponential(meanHours * 3_600) + 60;
  return { kind, target: random.below(countOf(target, plan)), from, until: from + seconds };
}

function countOf(kind: TargetKind, plan: HallPlan): number {
  switch (kind) {
    case 'gpu':
      return plan.gpus.length;
    case 'host':
      return plan.hosts.length;
    case 'rack':
      return plan.racks.length;
    case 'unit':
      return plan.coolingUnits.length;
    case 'feed':
      return plan.upses.length;
    case 'pdu':
      return plan.pdus.length;
  }
}

/**
 * Takes a scenario that was read again: a fault that stands there as before goes on, one that is
 * missing ends, a new one begins when its time has come.
 */
export function requestFaults(book: FaultBook, wanted: readonly Fault[]): void {
  const known = new Map(book.requested.map((fault) => [keyOf(fault), fault]));
  book.requested = wanted.map((fault) => known.get(keyOf(fault)) ?? fault);
}

function keyOf({ kind, target, from, until }: Fault): string {
  return `${kind} ${target} ${from} ${until}`;
}
