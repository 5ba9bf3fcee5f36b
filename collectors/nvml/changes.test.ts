import { describe, expect, it } from 'vitest';
import { ChangeWatch } from './changes.ts';

function notice(...readings: Readonly<Record<string, number>>[]): string[] {
  const watch = new ChangeWatch();
  return readings.flatMap((values) =>
    watch.notice(values, undefined).map(({ kind, code, message }) => {
      return [kind, code, message].filter((word) => word !== undefined).join(' ');
    }),
  );
}

describe('ChangeWatch', () => {
  it('makes no event of what was so before', () => {
    expect(
      notice({ remapped_rows_failed: 1, recovery_action: 2, ecc_uncorrected_total: 9 }),
    ).toEqual([]);
  });

  it('tells errors once, though two counters know of them', () => {
    const readings = [
      { ecc_uncorrected_total: 4, ecc_uncorrected_since_load_total: 0 },
      { ecc_uncorrected_total: 7, ecc_uncorrected_since_load_total: 3 },
    ];
    expect(notice(...readings)).toEqual(['ecc 1 3 more']);
    expect(notice({ ecc_uncorrected_total: 4 }, { ecc_uncorrected_total: 5 })).toEqual([
      'ecc 1 1 more',
    ]);
  });

  it('tells the onset of a condition and not its end', () => {
    const pending = (value: number) => ({ remapped_rows_pending: value });
    expect(notice(pending(0), pending(1), pending(1), pending(0), pending(1))).toEqual([
      'ecc 3',
      'ecc 3',
    ]);
  });

  it('goes on from the last reading over rounds without one', () => {
    expect(notice({ fabric_health: 1 }, {}, { fabric_health: 3 }, { fabric_health: 1 })).toEqual([
      'fabric 3',
      'fabric 1',
    ]);
  });

  it('knows no words for an action that no driver has asked for yet', () => {
    expect(notice({ recovery_action: 0 }, { recovery_action: 77 }, { recovery_action: 1 })).toEqual(
      ['recovery_action 1'],
    );
  });

  it('tells new instances, in whatever order they are listed', () => {
    const watch = new ChangeWatch();
    expect(watch.notice({}, ['a', 'b'])).toEqual([]);
    expect(watch.notice({}, ['b', 'a'])).toEqual([]);
    expect(watch.notice({}, undefined)).toEqual([]);
    expect(watch.notice({}, ['b'])).toMatchObject([{ kind: 'mig', message: '1 instances' }]);
  });
});
