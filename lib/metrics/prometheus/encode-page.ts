import { encodeGpus } from './gpu-families.ts';
import { findGpuTargets } from './gpu-targets.ts';
import { encodeOthers } from './native-families.ts';
import type { NewestValues } from './newest-values.ts';
import type { XidLedger } from './xid-ledger.ts';
import { encodeXids } from './xid-families.ts';

/** The whole page in pieces of about 64 KiB, some empty; each is made when it is asked for. */
export function* encodePage(
  source: NewestValues,
  xids: XidLedger,
  nowMs: number,
): Generator<string> {
  const targets = yield* findGpuTargets(source, nowMs);
  yield* encodeGpus(source, targets, nowMs);
  yield* encodeXids(targets, xids);
  yield* encodeOthers(source, nowMs);
}
