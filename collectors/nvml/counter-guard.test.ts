import { describe, expect, it } from 'vitest';
import { CounterGuard } from './counter-guard.ts';

function judge(field: string, values: readonly number[]) {
  const guard = new CounterGuard(field);
  return values.map((value, second) => guard.judge(value, second * 1000));
}

describe('CounterGuard', () => {
  it('lets a counter grow', () => {
    expect(judge('pcie_replay_total', [5, 5, 6, 900])).toEqual(Array(4).fill('plausible'));
  });

  it('withholds a single wrong value', () => {
    expect(judge('energy_joules_total', [1000, 1700, 0, 3100])).toEqual([
      'plausible',
      'plausible',
      'withheld',
      'plausible',
    ]);
  });

  it('withholds a leap that no hardware makes', () => {
    expect(judge('energy_joules_total', [1000, 1.8e16, 2400])).toEqual([
      'plausible',
      'withheld',
      'plausible',
    ]);
  });

  it('believes a fall that the next value confirms', () => {
    expect(judge('energy_joules_total', [90_000, 500, 1200, 1900])).toEqual([
      'plausible',
      'withheld',
      'restarted',
      'plausible',
    ]);
  });

  it('takes whatever comes after the driver is known to be new', () => {
    const guard = new CounterGuard('energy_joules_total');
    guard.judge(90_000, 0);
    guard.restart();
    expect(guard.judge(12, 1000)).toBe('plausible');
  });
});
