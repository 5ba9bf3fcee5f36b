import type { Oid } from '../client.ts';
import type { Cells } from './cells.ts';
import { numberOf, textOf } from './value.ts';

/** Scalars of SNMPv2-MIB that every agent has, without their .0. */
export const system = {
  description: '1.3.6.1.2.1.1.1',
  objectId: '1.3.6.1.2.1.1.2',
  uptime: '1.3.6.1.2.1.1.3',
  name: '1.3.6.1.2.1.1.5',
  location: '1.3.6.1.2.1.1.6',
} as const satisfies Record<string, Oid>;

export interface SystemReading {
  readonly objectId: Oid | null;
  readonly description: string | null;
  readonly name: string | null;
  readonly location: string | null;
  /** Hundredths of a second since the agent started; goes back when it starts again. */
  readonly uptimeTicks: number | null;
}

export function readSystem(cells: Cells): SystemReading {
  const word = (oid: Oid): string | null => {
    const value = cells.get(oid)?.get('0');
    return value === undefined ? null : textOf(value);
  };
  return {
    objectId: word(system.objectId),
    description: word(system.description),
    name: word(system.name),
    location: word(system.location),
    uptimeTicks: numberOf(word(system.uptime) ?? ''),
  };
}
