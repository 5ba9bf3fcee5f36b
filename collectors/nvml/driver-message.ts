/** What the NVIDIA kernel modules have to say about a GPU or a switch, in one line of the kernel log. */
export type DriverMessage = XidMessage | SxidMessage | LostMessage;

export interface XidMessage {
  readonly kind: 'xid';
  /** As `0000:05:00.0`. */
  readonly pciBusId: string;
  readonly code: number;
  readonly message: string;
  /** GPU instance, where MIG is on and the driver names one. */
  readonly gpuInstance: number | null;
  readonly pid: number | null;
  readonly processName: string | null;
}

export interface SxidMessage {
  readonly kind: 'sxid';
  readonly pciBusId: string;
  readonly code: number;
  readonly message: string;
  /** Number of the NVSwitch on this host. */
  readonly nvswitch: number;
  readonly link: number | null;
}

export interface LostMessage {
  readonly kind: 'lost';
  readonly pciBusId: string;
  readonly message: string;
}

const xidPattern =
  /NVRM: Xid \((?:PCI:)?([0-9a-f:.]+)(?: GPU-I:([0-9a-f]+))?\): (\d{1,6})(?:, ?(.*))?$/i;
const sxidPattern =
  /nvidia-nvswitch(\d{1,4}): SXid \((?:PCI:)?([0-9a-f:.]+)\): (\d{1,6})(?:, ?(.*))?$/i;
const lostPattern =
  /NVRM: (?:The )?GPU (?:at )?(?:PCI:)?([0-9a-f:.]+):? (?:GPU )?has fallen off the bus/i;

/** Reads a line; null for the many that are about something else. */
export function parseDriverMessage(line: string): DriverMessage | null {
  // Nearly every line of a kernel log is of another kind.
  if (!line.includes('NVRM') && !line.includes('SXid')) return null;
  return parseXid(line) ?? parseSxid(line) ?? parseLost(line);
}

function parseXid(line: string): XidMessage | null {
  const found = xidPattern.exec(line);
  const pciBusId = normalizePciBusId(found?.[1] ?? '');
  if (!found || pciBusId === null) return null;
  const instance = found[2];
  return {
    kind: 'xid',
    pciBusId,
    code: Number(found[3]),
    gpuInstance: instance === undefined ? null : parseInt(instance, 16),
    ...takeProcess(found[4] ?? ''),
  };
}

/** The text begins with the process in newer drivers: `pid=1234, name=python3, Ch 00000008`. */
function takeProcess(text: string): Pick<XidMessage, 'message' | 'pid' | 'processName'> {
  const pid = /^pid='?([^,']*)'?(?:, ?|$)/.exec(text);
  const afterPid = text.slice(pid?.[0].length ?? 0);
  const name = /^name='?([^,']*)'?(?:, ?|$)/.exec(afterPid);
  return {
    message: afterPid.slice(name?.[0].length ?? 0).trim(),
    pid: pid?.[1] !== undefined && /^\d{1,10}$/.test(pid[1]) ? Number(pid[1]) : null,
    processName: known(name?.[1]),
  };
}

function known(name: string | undefined): string | null {
  return name === undefined || name === '' || name === '<unknown>' ? null : name;
}

function parseSxid(line: string): SxidMessage | null {
  const found = sxidPattern.exec(line);
  const pciBusId = normalizePciBusId(found?.[2] ?? '');
  const message = found?.[4]?.trim() ?? '';
  if (!found || pciBusId === null || isDetail(message)) return null;
  const link = /\bLink (\d{1,4})\b/.exec(message)?.[1];
  return {
    kind: 'sxid',
    pciBusId,
    code: Number(found[3]),
    message,
    nvswitch: Number(found[1]),
    link: link === undefined ? null : Number(link),
  };
}

/** The switch driver repeats the code of an error on lines that only add registers. */
function isDetail(message: string): boolean {
  return /^(?:Severity \d|Data \{)/.test(message);
}

function parseLost(line: string): LostMessage | null {
  const found = lostPattern.exec(line);
  const pciBusId = normalizePciBusId((found?.[1] ?? '').replace(/:$/, ''));
  return found && pciBusId !== null
    ? { kind: 'lost', pciBusId, message: 'GPU has fallen off the bus' }
    : null;
}

/** `00000000:05:00.0` of NVML and `0000:05:00` of the kernel log become `0000:05:00.0`. */
export function normalizePciBusId(text: string): string | null {
  const found = /^(?:([0-9a-f]{1,8}):)?([0-9a-f]{1,2}):([0-9a-f]{1,2})(?:\.([0-7]))?$/i.exec(text);
  if (!found) return null;
  const [, domain = '0', bus = '0', device = '0', part = '0'] = found;
  return `${hex(domain, 4)}:${hex(bus, 2)}:${hex(device, 2)}.${part}`;
}

function hex(digits: string, width: number): string {
  return parseInt(digits, 16).toString(16).padStart(width, '0');
}
