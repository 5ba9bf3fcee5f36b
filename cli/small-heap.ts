import { setFlagsFromString } from 'node:v8';

/**
 * V8 lets the space for new objects grow to three times 16 MB, and keeps what its optimizing compiler
 * makes. What runs on a GPU host does little a second: measured over two minutes it takes no more
 * processor time without either, and an agent 12 MB less (npm run bench -- agent).
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** For the agent itself; the GPU reader, which does more a second, is slower without the compiler. */
export function keepCodeSmall(): void {
  setFlagsFromString('--no-opt');
}
