import { setFlagsFromString } from 'node:v8';

/**
 * V8 lets the space for new objects grow to three times 16 MB, and the one for old objects by half
 * before it collects what died there. What runs on a GPU host makes few objects a second: some
 * collections more cost it less than the memory (npm run bench -- agent).
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--optimize-for-size');
}

/**
 * Leaves out V8's optimizing compiler, which holds some 12 MB. An agent that reads a host takes no
 * more processor time without it, one that polls 500 devices about three quarters more (npm run
 * bench -- snmp); the GPU reader is slower without it and keeps it.
 */
export function keepCodeSmall(): void {
  setFlagsFromString('--no-opt');
}
