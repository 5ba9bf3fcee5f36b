import { applicationXids } from './application.ts';
import { driverXids } from './driver.ts';
import { engineXids } from './engines.ts';
import type { XidEntry } from './entry.ts';
import { hardwareXids } from './hardware.ts';
import { linkXids } from './links.ts';
import { memoryXids } from './memory.ts';

/** Every Xid we have words for, by code. */
export const xidCatalogue: ReadonlyMap<number, XidEntry> = new Map(
  [
    ...applicationXids,
    ...memoryXids,
    ...linkXids,
    ...hardwareXids,
    ...driverXids,
    ...engineXids,
  ].map((entry) => [entry.code, entry]),
);
