import type { Severity } from './alert.ts';
import type { Tags } from './sample.ts';

/** Something that happened to a GPU: one point of `gpu_event`, or one message of the topic `events`. */
export interface GpuEvent {
  /** The same for the same event wherever it comes from. */
  readonly key: string;
  readonly timeMs: number;
  readonly host: string;
  /** UUID; empty where the event is about the host's driver as a whole. */
  readonly gpu: string;
  /** `xid`, `ecc`, `lost`, … */
  readonly kind: string;
  /** Number within the kind, such as the Xid. */
  readonly code: number | null;
  readonly severity: Severity;
  readonly title: string;
  readonly meaning: string | null;
  readonly action: string | null;
  /** The driver's own words. */
  readonly message: string | null;
  readonly process: string | null;
  readonly source: string | null;
  readonly rack: string | null;
  readonly simulated: boolean;
}

/** Fields of the measurement, in the order in which they are asked for. */
export const gpuEventFields = [
  'code',
  'message',
  'title',
  'meaning',
  'action',
  'severity',
  'process',
  'source',
] as const;
type GpuEventField = (typeof gpuEventFields)[number];

/** @param read a field's value as text; null where there is none */
export function makeGpuEvent(
  tags: Tags,
  timeMs: number,
  read: (field: GpuEventField) => string | null,
): GpuEvent {
  const { host = '', gpu = '', kind = '', rack = null } = tags;
  const code = read('code');
  return {
    key: [timeMs, host, gpu, kind, code ?? ''].join(' '),
    timeMs,
    host,
    gpu,
    kind,
    code: code === null ? null : Number(code),
    severity: severityOf(read('severity')),
    title: read('title') ?? nameOf(kind, code),
    meaning: read('meaning'),
    action: read('action'),
    message: read('message'),
    process: read('process'),
    source: read('source'),
    rack,
    simulated: tags['simulated'] === 'true',
  };
}

/** Another writer may leave it out: what nobody graded alarms nobody. */
function severityOf(text: string | null): Severity {
  return text === 'critical' || text === 'warning' ? text : 'info';
}

/** `Xid 79`, where a number is all there is to name it by. */
export function codeName({ kind, code }: Pick<GpuEvent, 'kind' | 'code'>): string | null {
  if (code === null) return null;
  if (kind === 'xid') return `Xid ${code}`;
  return kind === 'sxid' ? `SXid ${code}` : null;
}

function nameOf(kind: string, code: string | null): string {
  const words = kind.replaceAll('_', ' ');
  return codeName({ kind, code: code === null ? null : Number(code) }) ?? words;
}
