import Link from 'next/link';
import type { ReactNode } from 'react';
import type { GpuHealth } from '#lib/model/gpu-health.ts';
import { CopyWord } from '#components/ui/copy-word.tsx';
import { Simulated } from '#components/ui/simulated.tsx';
import { Status } from '#components/ui/status.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { gpuHref, gpuLabel, hostHref, shortGpu, shortModel } from './gpu-name.ts';
import { SentenceText } from './sentence.tsx';

export interface GpuIdentity {
  readonly host: string;
  readonly gpu: string;
  readonly index: string;
  readonly model: string;
  readonly simulated: boolean;
  readonly health: GpuHealth;
}

/** Which GPU this is, and how it is in a sentence. */
export function GpuHeader({
  gpu,
  level,
  sentence,
  info,
  instances,
}: {
  gpu: GpuIdentity;
  level: GpuHealth['level'];
  sentence: readonly (string | { readonly timeMs: number })[];
  /** By field of `gpu_info`. */
  info: Readonly<Record<string, string>>;
  /** UUIDs of its MIG instances. */
  instances: readonly string[];
}) {
  const isLost = gpu.health.state === 'lost';
  const momentMs = sentence.flatMap((part) => (typeof part === 'string' ? [] : part.timeMs))[0];
  return (
    <section
      aria-label="Identity"
      className={classNames(
        'col-span-12 flex flex-col gap-2 rounded-panel border bg-surface px-4 py-3',
        isLost ? 'border-critical/60' : 'border-border',
      )}
    >
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="text-xl font-medium tracking-tight">
          {gpu.model === '' ? shortGpu(gpu.gpu) : shortModel(gpu.model)}
        </h2>
        <span className="text-base text-muted">
          {gpuLabel(gpu)} of{' '}
          <Link className="text-text hover:underline" href={hostHref(gpu.host)}>
            {gpu.host}
          </Link>
        </span>
        <Simulated when={gpu.simulated} />
      </div>
      <p role="status" className="flex items-start gap-2 text-base text-pretty">
        <Status level={level} className="mt-1" />
        <span className="min-w-0">
          <SentenceText parts={sentence} />
          {isLost && momentMs !== undefined && (
            <>
              {' '}
              <Link
                className="link whitespace-nowrap underline"
                href={lastMinutesHref(gpu.gpu, momentMs)}
              >
                Show its last minutes
              </Link>
            </>
          )}
        </span>
      </p>
      <dl className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted">
        <Fact name="UUID">
          <CopyWord text={gpu.gpu} shown={shortGpu(gpu.gpu)} label="Copy the UUID" />
        </Fact>
        {facts.map(([field, name]) => {
          const value = info[field];
          return value === undefined ? null : (
            <Fact key={field} name={name}>
              {value}
            </Fact>
          );
        })}
        {info['parent'] !== undefined && (
          <Fact name="Part of">
            <GpuLink gpu={info['parent']} />
          </Fact>
        )}
        {instances.length > 0 && (
          <Fact name="Split into">
            <span className="flex flex-wrap gap-x-2">
              {instances.map((instance) => (
                <GpuLink key={instance} gpu={instance} />
              ))}
            </span>
          </Fact>
        )}
      </dl>
    </section>
  );
}

function GpuLink({ gpu }: { gpu: string }) {
  return (
    <Link className="font-mono hover:text-text hover:underline" href={gpuHref(gpu)} title={gpu}>
      {shortGpu(gpu)}
    </Link>
  );
}

const beforeMs = 600_000;
const afterMs = 60_000;

function lastMinutesHref(gpu: string, timeMs: number): string {
  return `${gpuHref(gpu)}?from=${timeMs - beforeMs}&to=${timeMs + afterMs}`;
}

const facts: readonly (readonly [field: string, name: string])[] = [
  ['mig_profile', 'MIG'],
  ['pci_bus_id', 'PCI'],
  ['serial', 'Serial'],
  ['part_number', 'Part'],
  ['driver_version', 'Driver'],
  ['cuda_version', 'CUDA up to'],
  ['vbios_version', 'VBIOS'],
  ['numa_node', 'NUMA node'],
];

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-1.5">
      <dt className="text-faint">{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  );
}
