import type { Oid, VarBind } from '../client.ts';
import type { DeviceEvent, EventText } from '../event.ts';
import { kindOfTrap } from './known-traps.ts';
import { stateIn } from './state-values.ts';
import type { Trap } from './trap.ts';
import { trapKinds } from './trap-kinds.ts';
import { sentences, valuesText, valueText } from './value-text.ts';

/** Who a trap is about. */
export interface TrapOrigin {
  readonly device: string;
  /** False: an address that is no device we know. */
  readonly isKnown: boolean;
}

export function trapEvent(trap: Trap, { device, isKnown }: TrapOrigin): DeviceEvent {
  const kind = kindOfTrap(trap.oid);
  const text = kind === null ? unknownTrap(trap.oid) : toldBy(trap.values, trapKinds[kind]);
  const said = kind === null ? [] : sentences(trap.values);
  const message = said.length > 0 ? said.join('; ') : valuesText(trap.values);
  const subject = subjectOf(trap.values);
  return {
    device,
    kind: kind ?? 'trap',
    source: trap.source,
    trap: trap.oid,
    ...(subject !== null && { subject }),
    ...text,
    message: isKnown ? message : `from ${trap.sender}, which is no known device: ${message}`,
  };
}

function unknownTrap(oid: Oid): EventText {
  return {
    title: `Trap ${oid}`,
    meaning: 'The device told something that is not known here.',
    action: 'Look the number up in the MIB of its maker.',
    severity: 'info',
  };
}

/** Some makers use one trap for the onset and the end. */
function toldBy(values: readonly VarBind[], text: EventText): EventText {
  if (stateIn(values) !== 'better') return text;
  return {
    title: `${text.title}: over`,
    meaning: 'What the device had told of is over.',
    action: 'Nothing; make sure that the cause is known.',
    severity: 'info',
  };
}

/** Columns of traps that name what they are about, the best first; numbers get the word before. */
const subjects: readonly { readonly column: Oid; readonly word: string }[] = [
  { column: '1.3.6.1.2.1.31.1.1.1.1', word: '' },
  { column: '1.3.6.1.2.1.2.2.1.2', word: '' },
  { column: '1.3.6.1.2.1.2.2.1.1', word: 'interface' },
  { column: '1.3.6.1.2.1.33.1.6.2.1.2', word: 'alarm' },
  { column: '1.3.6.1.4.1.318.1.1.12.3.3.1.1.2', word: '' },
  { column: '1.3.6.1.4.1.318.1.1.12.2.3.1.1.4', word: 'phase' },
  { column: '1.3.6.1.4.1.13742.6.3.5.3.1.2', word: 'outlet' },
  { column: '1.3.6.1.4.1.13742.6.3.3.3.1.2', word: 'inlet' },
  { column: '1.3.6.1.4.1.13742.6.3.4.3.1.2', word: 'breaker' },
  { column: '1.3.6.1.4.1.13742.6.3.6.3.1.4', word: '' },
  { column: '1.3.6.1.4.1.1718.3.2.3.1.3', word: '' },
  { column: '1.3.6.1.4.1.1718.3.2.2.1.3', word: '' },
  { column: '1.3.6.1.4.1.1718.4.1.8.2.1.3', word: '' },
  { column: '1.3.6.1.4.1.534.6.6.7.6.1.1.3', word: '' },
  { column: '1.3.6.1.4.1.534.6.6.7.5.1.1.3', word: '' },
];

function subjectOf(values: readonly VarBind[]): string | null {
  for (const { column, word } of subjects) {
    const found = values.find(({ oid }) => oid.startsWith(`${column}.`));
    const text = found ? valueText(found.value) : '';
    if (text !== '') return /^\d/.test(text) ? `${word} ${text}`.trim() : text;
  }
  return null;
}
