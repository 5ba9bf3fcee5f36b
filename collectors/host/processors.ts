import path from 'node:path';
import { float, integer } from '../fields.ts';
import { KernelFile } from '../kernel-file.ts';

/** Jiffies since boot, in the order of the first line of /proc/stat. */
interface ProcessorTimes {
  readonly user: number;
  readonly system: number;
  readonly iowait: number;
  readonly steal: number;
  readonly idle: number;
  readonly total: number;
}

/** Shares of processor time since the round before; the first round has none. */
export class ProcessorReader {
  readonly #stat: KernelFile;
  readonly #online: KernelFile;
  #before: ProcessorTimes | null = null;

  constructor(rootfs: string) {
    this.#stat = new KernelFile(path.join(rootfs, 'proc/stat'));
    this.#online = new KernelFile(path.join(rootfs, 'sys/devices/system/cpu/online'));
  }

  read() {
    const before = this.#before;
    const now = parseTimes(this.#stat.read());
    this.#before = now;
    const share = (part: (times: ProcessorTimes) => number) =>
      before && now ? shareOf(part(now) - part(before), now.total - before.total) : undefined;
    return {
      cpu_ratio: share((times) => times.total - times.idle - times.iowait),
      cpu_user_ratio: share((times) => times.user),
      cpu_system_ratio: share((times) => times.system),
      cpu_iowait_ratio: share((times) => times.iowait),
      cpu_steal_ratio: share((times) => times.steal),
      cpu_count: integer(countProcessors(this.#online.readWord())),
    };
  }

  close(): void {
    this.#stat.close();
    this.#online.close();
  }
}

/** iowait may fall (proc(5) calls it unreliable), so a share is held within 0 and 1. */
function shareOf(part: number, whole: number) {
  return whole > 0 ? float(Math.min(1, Math.max(0, part / whole))) : undefined;
}

/** Guest time is part of user and nice already, so the last two numbers are left out. */
function parseTimes(text: string | null): ProcessorTimes | null {
  const line = text?.slice(0, text.indexOf('\n'));
  if (!line?.startsWith('cpu ')) return null;
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] =
    line.slice(4).trim().split(/\s+/).map(Number);
  return {
    user: user + nice,
    system: system + irq + softirq,
    iowait,
    steal,
    idle,
    total: user + nice + system + idle + iowait + irq + softirq + steal,
  };
}

/** Counts a list such as "0-63,128-191". */
export function countProcessors(list: string | null): number | null {
  if (list === null || !/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(list)) return null;
  return list.split(',').reduce((count, range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return count + last - first + 1;
  }, 0);
}
