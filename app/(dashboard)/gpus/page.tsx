import type { Metadata } from 'next';
import { listGpus } from '#lib/fleet/list-gpus.ts';
import { getServices } from '#lib/services.ts';
import { GpuTable } from '#components/host/gpu-table.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Panel } from '#components/ui/panel.tsx';

export const metadata: Metadata = { title: 'GPUs' };

export default async function GpusPage() {
  const gpus = await listGpus(getServices(), {}, Date.now());
  if (gpus.length === 0) return <NoGpus />;
  return (
    <Panel title="GPUs" note={String(gpus.length)} flush>
      <GpuTable rows={gpus} />
    </Panel>
  );
}

function NoGpus() {
  return (
    <Panel
      title="GPUs"
      state={{
        kind: 'empty',
        title:
          'No GPU has reported within a day. Each one would stand here with its utilisation, power, temperature and memory, once anything sends the gpu measurement to this server. To see what a machine has, run this on it:',
        action: <CopyText text="bin/isotherm doctor" label="Copy the command" />,
      }}
    />
  );
}
