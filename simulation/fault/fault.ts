/** What a fault happens to. */
export type TargetKind = 'gpu' | 'host' | 'rack' | 'unit' | 'feed' | 'pdu';

export interface FaultKind {
  readonly target: TargetKind;
  readonly help: string;
  /** How often it happens by itself, against the other kinds; 0 = only on request. */
  readonly weight: number;
  /** How long until somebody has put it right, hours; 0 = it is over at once. */
  readonly meanHours: number;
}

/** Every fault there is. Rates lean on [Llama 3, table 5]: GPUs and their memory lead by far. */
export const faultKinds = {
  'dead-gpu': {
    target: 'gpu',
    help: 'falls off the bus (Xid 79); its job dies and its host takes no other',
    weight: 3,
    meanHours: 9,
  },
  'xid-48': {
    target: 'gpu',
    help: 'double-bit memory error (Xid 48): the job dies, the GPU waits for a reset',
    weight: 3,
    meanHours: 1,
  },
  'xid-63': {
    target: 'gpu',
    help: 'a row of memory is remapped (Xid 63); the job goes on',
    weight: 5,
    meanHours: 6,
  },
  'xid-31': {
    target: 'gpu',
    help: 'memory page fault of a program (Xid 31): its job dies',
    weight: 6,
    meanHours: 0,
  },
  'nvlink-errors': {
    target: 'gpu',
    help: 'NVLink counts errors (Xid 74) and slows its GPU',
    weight: 2,
    meanHours: 4,
  },
  'slow-gpu': {
    target: 'gpu',
    help: 'its PCIe link has fallen to 4 lanes: no limit shows, yet its whole job waits for it',
    weight: 2,
    meanHours: 8,
  },
  'corrupting-gpu': {
    target: 'gpu',
    help: 'computes wrong now and then: its checksums differ from those of its job',
    weight: 1,
    meanHours: 20,
  },
  'bad-paste': {
    target: 'gpu',
    help: 'its die has lost contact with the heat sink and runs hot at equal power',
    weight: 2,
    meanHours: 30,
  },
  'blocked-fan': {
    target: 'host',
    help: 'little air passes a host: its GPUs heat up and throttle',
    weight: 2,
    meanHours: 5,
  },
  'silent-host': {
    target: 'host',
    help: 'the agent of a host says nothing; the host works on',
    weight: 2,
    meanHours: 0.4,
  },
  'link-down': {
    target: 'host',
    help: 'the Ethernet link of a host is down, at its switch too',
    weight: 2,
    meanHours: 0.6,
  },
  'open-panel': {
    target: 'rack',
    help: 'hot air comes through an opening: the inlet of a rack warms up',
    weight: 2,
    meanHours: 10,
  },
  'cooling-off': {
    target: 'unit',
    help: 'a cooling unit stops: the racks near it take in hot air',
    weight: 0.7,
    meanHours: 1.5,
  },
  'lost-feed': {
    target: 'feed',
    help: 'mains of feed a or b: its UPS goes on battery, and dark when that is empty',
    weight: 0.15,
    meanHours: 0.08,
  },
  'dead-pdu': {
    target: 'pdu',
    help: 'one PDU of a rack: the other carries it, hosts at full load pull the power brake',
    weight: 0.4,
    meanHours: 3,
  },
} as const satisfies Record<string, FaultKind>;

export type FaultName = keyof typeof faultKinds;
export const faultNames = Object.keys(faultKinds) as readonly FaultName[];

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faultKinds, name);
}

/** One fault at one thing for some time. */
export interface Fault {
  readonly kind: FaultName;
  /** Index of the thing among those of its kind. */
  readonly target: number;
  /** Seconds since the epoch on the hall's clock. */
  readonly from: number;
  /** `Infinity` where it stays. */
  readonly until: number;
}

/** Something that is told once, not read again and again. */
export interface Happening {
  readonly time: number;
  readonly about:
    | { readonly kind: 'gpu'; readonly gpu: number }
    | { readonly kind: 'device'; readonly device: string };
  readonly event: string;
  readonly code?: number;
  readonly severity: 'critical' | 'warning' | 'info';
  readonly title: string;
  readonly message: string;
  readonly action: string;
}
