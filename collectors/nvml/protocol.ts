/**
 * What the agent and the process that reads the GPUs say to each other: one JSON object a line.
 * Integers beyond 2^53 travel as decimal strings.
 */
export interface Request {
  readonly kind: 'gather';
  /** GPUs by their place in the driver's list, in the order in which to read them. */
  readonly gpus: readonly number[];
  /** The agent's clock that never goes back: by it the reader paces what is not read each round. */
  readonly nowMs: number;
}

export type Answer = Opening | GpuAnswer | DriverEvent;

export type Opening = Ready | Unavailable;

export interface Ready {
  readonly kind: 'ready';
  readonly gpus: number;
  readonly isSimulated: boolean;
  readonly driverVersion?: string;
  readonly cudaVersion?: string;
}

/** No GPU can be read; the process ends after it. */
export interface Unavailable {
  readonly kind: 'unavailable';
  readonly reason: string;
}

/** What became of one GPU of a request. */
export type GpuAnswer = GpuRows | GpuGone;

export interface GpuRows {
  readonly kind: 'gpu';
  readonly index: number;
  /** The GPU itself first, then its MIG instances. */
  readonly rows: readonly Row[];
}

export interface GpuGone {
  readonly kind: 'gone';
  readonly index: number;
  /** Absent when the driver has lost it before it ever said its name. */
  readonly uuid?: string;
  readonly state: GoneState;
  readonly reason: string;
}

export type GoneState = 'lost' | 'reset-required' | 'not-found';

export type WireNumber = number | string;

/** One reading of a GPU or MIG instance: what was due and could be read. */
export interface Row {
  readonly uuid: string;
  readonly index: string;
  readonly model: string;
  /** Fields of the `gpu` measurement. */
  readonly values: Readonly<Record<string, WireNumber>>;
  /** Seconds that the driver itself has counted, by reason. */
  readonly throttled?: Readonly<Partial<Record<ThrottleReason, number>>>;
  /** Fields of the `gpu_info` measurement. */
  readonly info?: Readonly<Record<string, string | number>>;
  readonly processes?: readonly ProcessRow[];
  /** UUIDs of all instances; only of a GPU, and only when they were looked for. */
  readonly instances?: readonly string[];
}

export type ThrottleReason =
  | 'power_cap'
  | 'hw_slowdown'
  | 'sw_thermal'
  | 'hw_thermal'
  | 'power_brake'
  | 'sync_boost'
  | 'application_clocks';

export interface ProcessRow {
  readonly pid: number;
  /** Absent where the driver cannot tell. */
  readonly bytes?: number;
}

/** Something the driver told by itself, outside of any request. */
export interface DriverEvent {
  readonly kind: 'xid';
  readonly uuid: string;
  readonly xid: number;
  readonly wallMs: number;
}

export function encodeMessage(message: Request | Answer): string {
  return `${JSON.stringify(message)}\n`;
}

/** The line comes from the other half of this same program, through a pipe that only it holds. */
export function decodeRequest(line: string): Request {
  return JSON.parse(line) as Request;
}

/** As `decodeRequest`; null when the process died in the middle of a line. */
export function decodeAnswer(line: string): Answer | null {
  try {
    return JSON.parse(line) as Answer;
  } catch {
    return null;
  }
}
