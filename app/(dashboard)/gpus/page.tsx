import type { Metadata } from 'next';
import { isBoard, listGpus, type GpuSummary } from '#lib/fleet/list-gpus.ts';
import { readLastEvents } from '#lib/fleet/read-last-events.ts';
import { getServices } from '#lib/services.ts';
import { GpuSections } from '#components/gpu/gpu-sections.tsx';
import { GpuTable } from '#components/gpu/gpu-table.tsx';
import { KeepFresh } from '#components/live/keep-fresh.tsx';
import { RefreshOnNewcomers } from '#components/live/refresh-on-newcomers.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Panel } from '#components/ui/panel.tsx';

export const metadata: Metadata = { title: 'GPUs' };

const timeoutMs = 10_000;

export default async function GpusPage() {
  const services = getServices();
  const nowMs = Date.now();
  const [gpus, lastEvents] = await Promise.all([
    listGpus(services, {}, nowMs),
    readLastEvents(services, nowMs, AbortSignal.timeout(timeoutMs)),
  ]);
  return (
    <>
      <RefreshOnNewcomers measurement="gpu" field="utilization_ratio" known={gpus.length} />
      <GpuSections />
      {gpus.length === 0 ? (
        <NoGpus />
      ) : (
        <Panel title="GPUs" note={countsOf(gpus)} flush>
          <KeepFresh everySeconds={15} />
          <GpuTable
            rows={gpus.map((gpu) => ({ ...gpu, lastEvent: lastEvents.get(gpu.gpu) ?? null }))}
          />
        </Panel>
      )}
    </>
  );
}

function countsOf(gpus: readonly GpuSummary[]): string {
  const boards = gpus.filter(isBoard);
  const counts = ['lost', 'attention', 'throttled', 'healthy'].flatMap((state) => {
    const count = boards.filter(({ health }) => health.state === state).length;
    return count === 0 ? [] : [`${count} ${state === 'attention' ? 'in need' : state}`];
  });
  const instances = gpus.length - boards.length;
  return [...counts, ...(instances > 0 ? [`and ${instances} MIG instances`] : [])].join(' · ');
}

function NoGpus() {
  return (
    <Panel
      title="GPUs"
      state={{
        kind: 'empty',
        title:
          'No GPU has reported within a day. Each one would stand here with its health, power, temperature and memory, once an agent on its host finds it or anything else sends the gpu measurement to this server. To see what a machine has, run this on it:',
        action: <CopyText text="bin/isotherm doctor" label="Copy the command" />,
      }}
    />
  );
}
