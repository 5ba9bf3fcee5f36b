import type { ConnectedAgent } from '#lib/live/agent-directory.ts';
import type { Services } from '#lib/services.ts';
import type { LatestRow, SampleValue } from '#lib/store/store.ts';

/** An agent and how it is; null where it has not said. */
export interface AgentHealth {
  readonly host: string;
  /** When its control channel was opened; null while there is none. */
  readonly connectedAtMs: number | null;
  readonly version: string | null;
  readonly sampleTimeMs: number | null;
  readonly clockOffsetSeconds: number | null;
  readonly spoolBytes: number | null;
  readonly batchesDropped: number | null;
  readonly cpuRatio: number | null;
  readonly residentBytes: number | null;
  /** `3 of 4`. */
  readonly collectors: string;
  /** Collectors that found nothing to read, with their reasons. */
  readonly unsupported: string;
}

const fields = [
  'clock_offset_seconds',
  'spool_bytes',
  'batches_dropped_total',
  'cpu_ratio',
  'resident_bytes',
] as const;

/** Agents that are connected or have reported since the server started, by host. */
export function listAgents({ agents, hub }: Pick<Services, 'agents' | 'hub'>): AgentHealth[] {
  const connected = new Map(agents.list().map((agent) => [agent.host, agent]));
  const reports = new Map(hub.latest('agent', fields, {}).map((row) => [row.tags['host'], row]));
  const hosts = new Set([...connected.keys(), ...reports.keys()]);
  return [...hosts]
    .filter((host) => host !== undefined)
    .sort()
    .map((host) => agentHealth(host, connected.get(host), reports.get(host)));
}

function agentHealth(
  host: string,
  agent: ConnectedAgent | undefined,
  report: LatestRow | undefined,
): AgentHealth {
  return { host, ...describeChannel(agent), ...describeReport(report) };
}

function describeChannel(agent: ConnectedAgent | undefined) {
  if (!agent) return { connectedAtMs: null, version: null, collectors: '–', unsupported: '' };
  const { version, collectors } = agent.hello;
  const unsupported = collectors.filter((collector) => !collector.supported);
  return {
    connectedAtMs: agent.connectedAtMs,
    version,
    collectors: `${collectors.length - unsupported.length} of ${collectors.length}`,
    unsupported: unsupported
      .map(({ name, reason }) => `${name}: ${reason ?? 'nothing to read'}`)
      .join('\n'),
  };
}

function describeReport(report: LatestRow | undefined) {
  const numbers = fields.map((_field, index) => toNumber(report?.values[index]));
  const [offset = null, spool = null, dropped = null, cpu = null, resident = null] = numbers;
  return {
    sampleTimeMs: report?.timeMs ?? null,
    clockOffsetSeconds: offset,
    spoolBytes: spool,
    batchesDropped: dropped,
    cpuRatio: cpu,
    residentBytes: resident,
  };
}

function toNumber(value: SampleValue | undefined): number | null {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null;
}
