import type { GpuHealth } from '#lib/model/gpu-health.ts';
import { throttlesOf } from '#lib/model/throttle.ts';

/** A host or GPU that has said nothing for so long is silent: three missed rounds and some grace. */
export const silentAfterMs = 15_000;

/** The newest values that say how a GPU is; null = gap. */
export interface GpuVitals {
  readonly timeMs: number;
  readonly lost: number | null;
  readonly resetRequired: number | null;
  readonly recoveryAction: number | null;
  readonly remappedRowsFailed: number | null;
  readonly remappedRowsPending: number | null;
  readonly retiredPagesPending: number | null;
  readonly sramEccThresholdExceeded: number | null;
  readonly throttleReasons: number | null;
}

export const vitalFields = {
  lost: 'lost',
  resetRequired: 'reset_required',
  recoveryAction: 'recovery_action',
  remappedRowsFailed: 'remapped_rows_failed',
  remappedRowsPending: 'remapped_rows_pending',
  retiredPagesPending: 'retired_pages_pending',
  sramEccThresholdExceeded: 'sram_ecc_threshold_exceeded',
  throttleReasons: 'throttle_reasons',
} as const satisfies Record<Exclude<keyof GpuVitals, 'timeMs'>, string>;

/** The worst that can be said of it. A value that is missing says nothing. */
export function judgeGpu(vitals: GpuVitals, nowMs: number): GpuHealth {
  if (vitals.lost === 1) return { state: 'lost', level: 'critical', words: 'lost' };
  if (nowMs - vitals.timeMs > silentAfterMs) {
    return { state: 'lost', level: 'critical', words: 'silent' };
  }
  return (
    needOf(vitals) ?? throttleOf(vitals) ?? { state: 'healthy', level: 'ok', words: 'healthy' }
  );
}

/** What the driver asks for, by the value of `recovery_action`. */
const recoveries: Partial<Record<number, string>> = {
  1: 'needs a GPU reset',
  2: 'needs a reboot of its host',
  3: 'needs its peers drained',
  4: 'needs to be drained and reset',
  5: 'needs its IMEX domain recovered',
};

function needOf(vitals: GpuVitals): GpuHealth | null {
  const needs = (level: 'critical' | 'warning', words: string): GpuHealth => ({
    state: 'attention',
    level,
    words,
  });
  const recovery = recoveries[vitals.recoveryAction ?? 0];
  if (recovery !== undefined) return needs('critical', recovery);
  if (vitals.resetRequired === 1) return needs('critical', 'needs a reset');
  if (vitals.remappedRowsFailed === 1) return needs('critical', 'needs to be replaced');
  if (vitals.sramEccThresholdExceeded === 1) {
    return needs('critical', 'has more SRAM errors than its vendor accepts');
  }
  if (vitals.remappedRowsPending === 1 || vitals.retiredPagesPending === 1) {
    return needs('warning', 'waits for a reset to set bad memory aside');
  }
  return null;
}

function throttleOf({ throttleReasons }: GpuVitals): GpuHealth | null {
  const reasons = throttlesOf(throttleReasons);
  const [gravest] = reasons;
  if (!gravest) return null;
  const words = `throttled by ${reasons.map(({ label }) => label).join(' and ')}`;
  return { state: 'throttled', level: gravest.level, words };
}
