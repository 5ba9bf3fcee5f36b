import { setFlagsFromString } from 'node:v8';

/**
 * V8 lets the space for new objects grow to three times 16 MB. What runs on a GPU host makes few
 * objects a second: some scavenges more cost it less than the memory (npm run bench -- agent).
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
