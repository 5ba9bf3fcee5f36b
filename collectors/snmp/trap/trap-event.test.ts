import { describe, expect, it } from 'vitest';
import type { VarBind } from '../client.ts';
import { kindOfTrap } from './known-traps.ts';
import type { Trap } from './trap.ts';
import { trapEvent } from './trap-event.ts';

const origin = { device: 'rack-7-pdu', isKnown: true };

function trap(oid: string, values: readonly VarBind[] = []): Trap {
  return { source: 'trap', oid, sender: '10.0.0.7', about: null, secret: '', values, atMs: 0 };
}

const text = (oid: string, value: string): VarBind => ({
  oid,
  value: { type: 'octets', value: Buffer.from(value) },
});
const number = (oid: string, value: number): VarBind => ({
  oid,
  value: { type: 'integer', value },
});

describe('trapEvent', () => {
  it.each([
    ['1.3.6.1.6.3.1.1.5.3', 'link_down'],
    ['1.3.6.1.2.1.33.2.1', 'ups_on_battery'],
    ['1.3.6.1.2.1.33.2.0.1', 'ups_on_battery'],
    ['1.3.6.1.4.1.318.0.9', 'ups_on_mains'],
    ['1.3.6.1.4.1.318.0.226', 'overload'],
    ['1.3.6.1.4.1.318.0.269', 'outlet_off'],
    ['1.3.6.1.4.1.13742.6.0.65', 'breaker_open'],
    ['1.3.6.1.4.1.1718.3.100.0.3', 'overload'],
    ['1.3.6.1.4.1.1718.4.100.0.25', 'fan_failure'],
    ['1.3.6.1.4.1.534.6.6.7.0.22', 'overload'],
    ['1.3.6.1.4.1.534.1.11.4.1.0.3', 'ups_on_battery'],
    ['1.3.6.1.4.1.476.1.42.3.3.0.9', 'redundancy_lost'],
  ])('knows %s as %s', (oid, kind) => {
    const event = trapEvent(trap(oid), origin);
    expect(event).toMatchObject({ kind, device: 'rack-7-pdu', trap: oid });
    expect([event.title, event.meaning, event.action].every((words) => words !== '')).toBe(true);
  });

  it('says what it is about and what the device says', () => {
    const values = [
      text('1.3.6.1.4.1.318.1.1.12.1.6.0', 'ZA0042'),
      text('1.3.6.1.4.1.318.1.1.12.3.3.1.1.2.7', 'gpu-host-12'),
      text('1.3.6.1.4.1.318.2.3.3.0', 'Rack PDU: Outlet turned off.'),
    ];
    expect(trapEvent(trap('1.3.6.1.4.1.318.0.269', values), origin)).toMatchObject({
      subject: 'gpu-host-12',
      message: 'ZA0042; gpu-host-12; Rack PDU: Outlet turned off.',
    });
  });

  it.each([
    ['1.3.6.1.4.1.13742.6.0.61', '1.3.6.1.4.1.13742.6.5.2.3.1.3.1.1.1', 4, 6],
    ['1.3.6.1.4.1.13742.6.0.65', '1.3.6.1.4.1.13742.6.5.3.3.1.3.1.1.15', 1, 0],
    ['1.3.6.1.4.1.534.6.6.7.0.23', '1.3.6.1.4.1.534.6.6.7.5.1.1.5.0.1', 1, 2],
    ['1.3.6.1.4.1.1718.3.100.0.3', '1.3.6.1.4.1.1718.3.99.2.0', 0, 1],
  ])('tells the end of %s by %s', (oid, column, better, worse) => {
    expect(trapEvent(trap(oid, [number(column, worse)]), origin).severity).not.toBe('info');
    const over = trapEvent(trap(oid, [number(column, better)]), origin);
    expect(over).toMatchObject({
      severity: 'info',
      title: expect.stringMatching(/: over$/) as unknown,
    });
  });

  it('calls an outlet by its number where it has no name', () => {
    const label = text('1.3.6.1.4.1.13742.6.3.5.3.1.2.1.12', '12');
    expect(trapEvent(trap('1.3.6.1.4.1.13742.6.0.63', [label]), origin).subject).toBe('outlet 12');
  });

  it('keeps what it does not know readable', () => {
    const bytes: VarBind = { oid: '1.2.3', value: { type: 'octets', value: Buffer.of(0, 255) } };
    const event = trapEvent(trap('1.3.6.1.4.1.32473.0.1', [bytes, number('1.2.4', -3)]), origin);
    expect(event).toMatchObject({ kind: 'trap', message: '1.2.3 = 00:ff, 1.2.4 = -3' });
    expect(kindOfTrap('1.3.6.1.4.1.32473.0.1')).toBeNull();
  });
});
