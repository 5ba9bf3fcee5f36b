import { expect } from 'vitest';
import type { Point } from '#lib/model/sample.ts';
import type { RunningCollector } from '#tests/simulator/nvml/running-collector.ts';

export function valueOf(point: Point | undefined, field: string): number | undefined {
  const value = point?.fields[field]?.value;
  return value === undefined ? undefined : Number(value);
}

/** Newest value of a field, by place of the GPU. */
export function newest(
  running: RunningCollector,
  field: string,
): Record<string, number | undefined> {
  const found: Record<string, number | undefined> = {};
  for (const point of running.points('gpu')) {
    const value = valueOf(point, field);
    if (value !== undefined) found[point.tags.index ?? ''] = value;
  }
  return found;
}

/** Time in which a reason was set, from the bits of each round alone. */
export function secondsWithBit(running: RunningCollector, bit: number): Map<string, number> {
  const sums = new Map<string, number>();
  const last = new Map<string, bigint>();
  for (const point of running.points('gpu')) {
    const index = point.tags.index ?? '';
    const elapsed = Number(point.timeNs - (last.get(index) ?? point.timeNs)) / 1e9;
    const isSet = ((valueOf(point, 'throttle_reasons') ?? 0) & bit) !== 0;
    sums.set(index, (sums.get(index) ?? 0) + (isSet ? elapsed : 0));
    last.set(index, point.timeNs);
  }
  return sums;
}

export function expectMonotone(running: RunningCollector, field: string): void {
  const last = new Map<string, number>();
  for (const point of running.points('gpu')) {
    const value = valueOf(point, field);
    if (value === undefined) continue;
    const gpu = point.tags.gpu ?? '';
    expect(value).toBeGreaterThanOrEqual(last.get(gpu) ?? 0);
    last.set(gpu, value);
  }
}

/** Whoever adds up a counter takes a fall for a reset to zero: what follows must be small. */
export function expectNoLeaps(running: RunningCollector, fields: readonly string[]): void {
  for (const field of fields) {
    const last = new Map<string, number>();
    for (const point of running.points('gpu')) {
      const value = valueOf(point, field);
      if (value === undefined) continue;
      const gpu = point.tags.gpu ?? '';
      const before = last.get(gpu) ?? value;
      const increase = value < before ? value : value - before;
      expect(increase, `${field} of ${gpu}`).toBeLessThan(field.startsWith('energy') ? 1e4 : 1e13);
      last.set(gpu, value);
    }
  }
}
