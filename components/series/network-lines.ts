import type { SeriesLine } from './series-line.ts';

const bitsPerByte = 8;

/** Traffic in bits per second of everything that matches: received filled, sent as a line. */
export function trafficLines(match?: SeriesLine['match']): readonly SeriesLine[] {
  const shared = {
    measurement: 'host_network',
    aggregate: 'rate',
    across: 'sum',
    factor: bitsPerByte,
    ...(match && { match }),
  } as const;
  return [
    { ...shared, key: 'receive', label: 'received', field: 'receive_bytes_total', look: 'area' },
    { ...shared, key: 'transmit', label: 'sent', field: 'transmit_bytes_total' },
  ];
}

/** A counter in both directions, per second. */
export function directionLines(
  counter: 'packets' | 'errors' | 'drops',
  match: SeriesLine['match'],
): readonly SeriesLine[] {
  return (['receive', 'transmit'] as const).map((direction) => ({
    key: direction,
    label: direction === 'receive' ? 'received' : 'sent',
    measurement: 'host_network',
    field: `${direction}_${counter}_total`,
    aggregate: 'rate',
    across: 'sum',
    ...(match && { match }),
  }));
}

/** The same of InfiniBand and RoCE, beside Ethernet on one chart. */
export function fabricLines(): readonly SeriesLine[] {
  return (['receive', 'transmit'] as const).map((direction) => ({
    key: `infiniband ${direction}`,
    label: direction === 'receive' ? 'InfiniBand received' : 'InfiniBand sent',
    measurement: 'infiniband',
    field: `${direction}_bytes_total`,
    aggregate: 'rate',
    across: 'sum',
    factor: bitsPerByte,
  }));
}
