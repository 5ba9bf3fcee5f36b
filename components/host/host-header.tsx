import { LiveValue } from '#components/series/live-value.tsx';
import { Age } from '#components/ui/age.tsx';
import { Simulated } from '#components/ui/simulated.tsx';
import { Value } from '#components/ui/value.tsx';

export interface HostIdentity {
  readonly host: string;
  readonly timeMs: number;
  readonly cpuCount: number | null;
  readonly memoryTotalBytes: number | null;
  readonly uptimeSeconds: number | null;
  readonly cpuRatio: number | null;
  readonly simulated: boolean;
}

/** Who this is, and how it is in a sentence. */
export function HostHeader({
  host,
  sentence,
  agent,
}: {
  host: HostIdentity;
  sentence: string;
  agent: { readonly version: string; readonly connectedAtMs: number } | null;
}) {
  return (
    <section className="col-span-12 flex flex-wrap items-baseline gap-x-6 gap-y-1 rounded-panel border border-border bg-surface px-4 py-3">
      <h2 className="flex items-center gap-2 text-xl font-medium tracking-tight">
        {host.host}
        <Simulated when={host.simulated} />
      </h2>
      <p className="order-last w-full text-base text-pretty text-text md:order-none md:w-auto md:flex-1">
        {sentence}
      </p>
      <p className="flex flex-wrap gap-x-4 text-sm text-muted">
        <span>
          <Value value={host.cpuCount} unit="count" /> processors,{' '}
          <LiveValue
            line={{ measurement: 'host', field: 'cpu_ratio', match: { host: [host.host] } }}
            unit="ratio"
            initial={host.cpuRatio}
            initialTimeMs={host.timeMs}
          />{' '}
          busy
        </span>
        <span>
          <Value value={host.memoryTotalBytes} unit="bytes" /> memory
        </span>
        <span>
          up <Value value={host.uptimeSeconds} unit="seconds" />
        </span>
        <span title={agent === null ? 'Its control channel is closed' : undefined}>
          {agent === null ? (
            'agent not connected'
          ) : (
            <>
              agent {agent.version}, connected <Age timeMs={agent.connectedAtMs} />
            </>
          )}
        </span>
      </p>
    </section>
  );
}
