import { decodeLongOrNull, decodeWordOrNull } from './decode.ts';
import type { DeviceCalls } from './device-calls.ts';
import { processInfo } from './layouts.ts';
import { gapOf, valueOf, type Gap, type Reading } from './reading.ts';
import { nvmlReturn } from './return-codes.ts';
import type { GpuProcess } from './shapes.ts';
import type { SymbolsOf } from './signatures.ts';

/** Processes may start between the question how many there are and the one which. */
const spare = 8;
const attempts = 3;
/** A count beyond this is not believed: no GPU runs as many contexts. */
const mostProcesses = 4096;

export class ProcessReadings {
  readonly #calls: DeviceCalls;
  #entries = Buffer.alloc(processInfo.size * 32);

  constructor(calls: DeviceCalls) {
    this.#calls = calls;
  }

  compute(): Reading<readonly GpuProcess[]> {
    return this.#list('nvmlDeviceGetComputeRunningProcesses_v3');
  }

  graphics(): Reading<readonly GpuProcess[]> {
    return this.#list('nvmlDeviceGetGraphicsRunningProcesses_v3');
  }

  /** Clients of the Multi-Process Service. */
  mps(): Reading<readonly GpuProcess[]> {
    return this.#list('nvmlDeviceGetMPSComputeRunningProcesses_v3');
  }

  #list(symbol: SymbolsOf<'dpp'>): Reading<readonly GpuProcess[]> {
    const { handle, scratch } = this.#calls;
    const call = this.#calls.call(symbol);
    for (let attempt = 0; attempt < attempts; attempt++) {
      const room = this.#entries.length / processInfo.size;
      scratch.words.fill(0);
      scratch.words[0] = room;
      const code = call(handle, scratch.words, this.#entries.fill(0xff));
      const count = scratch.word(0);
      if (code === 0) return valueOf(decodeProcesses(this.#entries, Math.min(count, room)));
      if (code !== nvmlReturn.insufficientSize) return gapOf(code);
      if (count + spare > mostProcesses) break;
      if (count > room) this.#entries = Buffer.alloc(processInfo.size * (count + spare));
    }
    return insufficientSize();
  }
}

function insufficientSize(): Gap {
  return gapOf(nvmlReturn.insufficientSize);
}

export function decodeProcesses(bytes: Buffer, count: number): readonly GpuProcess[] {
  const { at, size } = processInfo;
  const processes: GpuProcess[] = [];
  for (let start = 0; start < count * size; start += size) {
    processes.push({
      pid: bytes.readUInt32LE(start + at.pid),
      usedBytes: decodeLongOrNull(bytes, start + at.usedGpuMemory),
      gpuInstanceId: decodeWordOrNull(bytes, start + at.gpuInstanceId),
      computeInstanceId: decodeWordOrNull(bytes, start + at.computeInstanceId),
    });
  }
  return processes;
}
