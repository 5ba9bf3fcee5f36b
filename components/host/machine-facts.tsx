import Link from 'next/link';
import type { ReactNode } from 'react';
import { LiveValue } from '#components/series/live-value.tsx';
import { trafficLines } from '#components/series/network-lines.ts';
import { Value } from '#components/ui/value.tsx';

/** What a machine says of itself, as components see it. */
export interface MachineFacts {
  readonly host: string;
  readonly timeMs: number;
  readonly cpuRatio: number | null;
  readonly cpuCount: number | null;
  readonly load1: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly uptimeSeconds: number | null;
  readonly receiveBitsPerSecond: number | null;
  readonly transmitBitsPerSecond: number | null;
  readonly interfaces: number;
  readonly fullestMount: string | null;
  readonly fullestRatio: number | null;
  readonly gpus: number;
}

const hostFields = ['cpu_ratio', 'load1', 'memory_used_bytes'];

/** A machine in one block: each line a resource with its live number. */
export function MachineFactsList({ facts }: { facts: MachineFacts }) {
  const { host, timeMs } = facts;
  const hostLine = (field: string) => ({
    measurement: 'host',
    field,
    match: { host: [host] },
    across: 'mean' as const,
  });
  const [receive, transmit] = trafficLines({ host: [host] });
  const traffic =
    facts.interfaces === 1 ? 'over 1 interface' : `over ${facts.interfaces} interfaces`;
  const shared = { fields: hostFields, initialTimeMs: timeMs };
  return (
    <dl className="grid gap-x-12 gap-y-3 text-sm lg:grid-cols-2">
      <Fact name="Processors" detail={<Value value={facts.cpuCount} unit="count" />} word="cores">
        <LiveValue {...shared} line={hostLine('cpu_ratio')} unit="ratio" initial={facts.cpuRatio} />
      </Fact>
      <Fact name="Load" word="runnable tasks, 1 min">
        <LiveValue {...shared} line={hostLine('load1')} unit="count" initial={facts.load1} />
      </Fact>
      <Fact
        name="Memory"
        word="in use of"
        detail={<Value value={facts.memoryTotalBytes} unit="bytes" />}
        detailLast
      >
        <LiveValue
          {...shared}
          line={hostLine('memory_used_bytes')}
          unit="bytes"
          initial={facts.memoryUsedBytes}
        />
      </Fact>
      {receive && transmit && (
        <>
          <Fact name="Received" word={traffic}>
            <LiveValue line={receive} unit="bits_per_second" initial={facts.receiveBitsPerSecond} />
          </Fact>
          <Fact name="Sent" word={traffic}>
            <LiveValue
              line={transmit}
              unit="bits_per_second"
              initial={facts.transmitBitsPerSecond}
            />
          </Fact>
        </>
      )}
      {facts.fullestMount !== null && (
        <Fact name="Fullest file system" word={facts.fullestMount}>
          <Value value={facts.fullestRatio} unit="ratio" />
        </Fact>
      )}
      <Fact name="GPUs" word={facts.gpus === 0 ? 'none found by its agent' : 'reporting'}>
        <Value value={facts.gpus} unit="count" />
      </Fact>
      <Fact name="Up for" word={<HostLink host={host} />}>
        <Value value={facts.uptimeSeconds} unit="seconds" />
      </Fact>
    </dl>
  );
}

function HostLink({ host }: { host: string }) {
  return (
    <Link className="link" href={`/hosts/${encodeURIComponent(host)}`}>
      open {host}
    </Link>
  );
}

function Fact({
  name,
  word,
  detail,
  detailLast = false,
  children,
}: {
  name: string;
  word: ReactNode;
  detail?: ReactNode;
  detailLast?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="grid grid-cols-[1fr_auto] items-baseline gap-x-4 border-t border-border pt-2.5">
      <dt className="text-muted">{name}</dt>
      <dd className="text-right text-lg">{children}</dd>
      <dd className="col-span-2 min-w-0 truncate text-right text-xs text-faint">
        {detailLast ? (
          <>
            {word} {detail}
          </>
        ) : (
          <>
            {detail} {word}
          </>
        )}
      </dd>
    </div>
  );
}
