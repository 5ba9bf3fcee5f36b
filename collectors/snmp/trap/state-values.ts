import type { Oid, VarBind } from '../client.ts';

export type TrapState = 'worse' | 'better';

interface StateColumn {
  readonly column: Oid;
  /** Values that mean that what the trap is for is over. */
  readonly better: readonly number[];
}

const raritan = '1.3.6.1.4.1.13742.6.5';
const eaton = '1.3.6.1.4.1.534.6.6.7';

/** Normal, on, not detected, ok, yes, standby, in sync. */
const raritanWell = [4, 7, 10, 12, 15, 17, 20];

/** Objects in traps that say whether it is the onset or the end of what the trap is for. */
const columns: readonly StateColumn[] = [
  // Sentry3 and Sentry4 say of every event whether it is an error.
  { column: '1.3.6.1.4.1.1718.3.99.2', better: [0] },
  { column: '1.3.6.1.4.1.1718.4.1.99.2', better: [0] },
  // Raritan: unit, inlet, inlet pole, outlet, outlet pole, external, transfer switch, circuit.
  { column: `${raritan}.1.3.1.3`, better: raritanWell },
  { column: `${raritan}.2.3.1.3`, better: raritanWell },
  { column: `${raritan}.2.4.1.3`, better: raritanWell },
  { column: `${raritan}.4.3.1.3`, better: raritanWell },
  { column: `${raritan}.4.4.1.3`, better: raritanWell },
  { column: `${raritan}.5.3.1.3`, better: raritanWell },
  { column: `${raritan}.7.3.1.3`, better: raritanWell },
  { column: `${raritan}.8.3.1.3`, better: raritanWell },
  { column: `${raritan}.8.4.1.3`, better: raritanWell },
  // Its breakers are closed (1) when well, and their currents normal.
  { column: `${raritan}.3.3.1.3`, better: [1, ...raritanWell] },
  // Eaton: thresholds of inputs, groups, outlets and probes are good (0), breakers on (1).
  { column: `${eaton}.3.1.1.4`, better: [0] },
  { column: `${eaton}.3.2.1.4`, better: [0] },
  { column: `${eaton}.3.3.1.5`, better: [0] },
  { column: `${eaton}.5.1.1.5`, better: [0, 1] },
  { column: `${eaton}.5.3.1.4`, better: [0] },
  { column: `${eaton}.5.4.1.4`, better: [0] },
  { column: `${eaton}.6.3.1.3`, better: [0] },
  { column: `${eaton}.6.4.1.4`, better: [0] },
  { column: `${eaton}.6.6.1.2`, better: [1] },
  { column: `${eaton}.7.1.1.5`, better: [0] },
  { column: `${eaton}.7.2.1.5`, better: [0] },
  { column: `${eaton}.1.2.1.30`, better: [0] },
];

/** Null where the trap itself says it all. */
export function stateIn(values: readonly VarBind[]): TrapState | null {
  for (const { oid, value } of values) {
    if (value.type !== 'integer') continue;
    const state = columns.find(({ column }) => oid.startsWith(`${column}.`));
    if (state) return state.better.includes(value.value) ? 'better' : 'worse';
  }
  return null;
}
