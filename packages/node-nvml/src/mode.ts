import { blankWord } from './decode.ts';
import type { DeviceCalls } from './device-calls.ts';
import { gapOf, noData, valueOf, type Reading } from './reading.ts';
import type { Mode } from './shapes.ts';
import type { SymbolsOf } from './signatures.ts';

/** A setting that a call answers with two flags: as it is, and as it will be after a reset. */
export function modeOf(calls: DeviceCalls, symbol: SymbolsOf<'dpp'>): Reading<Mode> {
  const { scratch, handle } = calls;
  const code = calls.call(symbol)(handle, scratch.blankWords(), scratch.second);
  if (code !== 0) return gapOf(code);
  const [current, pending] = [scratch.word(0), scratch.word(1)];
  if (current === blankWord || pending === blankWord) return noData();
  return valueOf({ current: current !== 0, pending: pending !== 0 });
}
