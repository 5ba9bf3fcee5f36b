import { existsSync } from 'node:fs';
import path from 'node:path';

/** The driver's own file, and the device of WSL 2. The library makes /dev/nvidiactl by itself. */
const traces = ['proc/driver/nvidia/version', 'dev/dxg'];

/** Whether a driver is there at all: without one, no process is started just to hear so. */
export function hasDriverTrace(rootfs: string): boolean {
  return traces.some((trace) => existsSync(path.join(rootfs, trace)));
}
