import type { FaultName, Happening } from './fault.ts';

type Words = Omit<Happening, 'time' | 'about'>;

/** What devices tell of a fault, in the words of the driver and of traps; the silent ones tell nothing. */
export const happenings: Partial<
  Readonly<Record<FaultName, { readonly begin: readonly Words[]; readonly end: readonly Words[] }>>
> = {
  'dead-gpu': {
    begin: [
      {
        ...{ event: 'xid', code: 79, severity: 'critical', title: 'GPU has fallen off the bus' },
        message: 'GPU has fallen off the bus.',
        action: 'Reboot the host; if it comes again, check power and slot, then have it replaced.',
      },
      {
        ...{ event: 'lost', severity: 'critical', title: 'GPU lost' },
        message: 'the driver no longer lists it',
        action: 'Reboot the host.',
      },
    ],
    end: [
      {
        ...{ event: 'returned', severity: 'info', title: 'GPU is back' },
        message: 'the driver lists it again',
        action: 'Run a burn-in before it gets work.',
      },
    ],
  },
  'xid-48': {
    begin: [
      {
        ...{ event: 'xid', code: 48, severity: 'critical', title: 'Double Bit ECC Error' },
        message: 'DBE (double bit error) occurred in HBM',
        action: 'Drain the host and reset the GPU.',
      },
    ],
    end: [],
  },
  'xid-63': {
    begin: [
      {
        ...{ event: 'xid', code: 63, severity: 'warning', title: 'GPU memory remapping event' },
        message: 'Row Remapper: new row marked for remapping, reset gpu to activate',
        action: 'Reset the GPU when its job is done.',
      },
    ],
    end: [],
  },
  'xid-31': {
    begin: [
      {
        ...{ event: 'xid', code: 31, severity: 'warning', title: 'GPU memory page fault' },
        message: 'MMU Fault: ENGINE GRAPHICS GPCCLIENT_T1_3 faulted',
        action: 'Look at the program: it read or wrote outside of its memory.',
      },
    ],
    end: [],
  },
  'nvlink-errors': {
    begin: [
      {
        ...{ event: 'xid', code: 74, severity: 'critical', title: 'NVLINK Error' },
        message: 'NVLink: fatal error detected on link 7',
        action: 'Drain the host; reseat or replace the board when it comes again.',
      },
    ],
    end: [],
  },
  'link-down': {
    begin: [
      {
        ...{ event: 'link_down', severity: 'warning', title: 'Link down' },
        message: 'interface to a host went down',
        action: 'Look at the cable and the transceivers at both ends.',
      },
    ],
    end: [
      {
        ...{ event: 'link_up', severity: 'info', title: 'Link up' },
        message: 'interface to a host came up',
        action: 'Nothing.',
      },
    ],
  },
  'cooling-off': {
    begin: [
      {
        ...{ event: 'cooling_off', severity: 'critical', title: 'Cooling unit off' },
        message: 'unit stopped: fan drive fault',
        action: 'Start it again or bring down the load of the racks beside it.',
      },
    ],
    end: [
      {
        ...{ event: 'cooling_on', severity: 'info', title: 'Cooling unit on' },
        message: 'unit runs',
        action: 'Nothing.',
      },
    ],
  },
  'lost-feed': {
    begin: [
      {
        ...{ event: 'ups_on_battery', severity: 'critical', title: 'UPS on battery' },
        message: 'utility power lost, running on battery',
        action: 'Look at the runtime that is left; shut down what may go before what must stay.',
      },
    ],
    end: [
      {
        ...{ event: 'ups_on_mains', severity: 'info', title: 'UPS back on mains' },
        message: 'utility power restored',
        action: 'Watch the battery charge again before the next failure.',
      },
    ],
  },
  'dead-pdu': {
    begin: [
      {
        ...{ event: 'feed_lost', severity: 'critical', title: 'PDU without power' },
        message: 'input power lost on all phases',
        action: 'Check its breaker; the other feed carries the whole rack.',
      },
    ],
    end: [
      {
        ...{ event: 'feed_restored', severity: 'info', title: 'PDU has power again' },
        message: 'input power restored',
        action: 'Nothing.',
      },
    ],
  },
};
