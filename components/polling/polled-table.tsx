'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { DeviceSummary } from '#lib/model/device-report.ts';
import type { TestOutcome } from '#lib/model/device-probe.ts';
import type { PolledDevice } from '#lib/model/polled-device.ts';
import { useSend } from '#components/api/use-send.ts';
import { conditionOf } from '#components/device/condition.ts';
import { deviceColumn } from '#components/device/device-column.tsx';
import { deviceHref } from '#components/device/device-href.ts';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import type { Choice } from '#components/ui/select.tsx';
import { Status } from '#components/ui/status.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { Value } from '#components/ui/value.tsx';
import { accessText } from './access-text.ts';
import { TestResult } from './test-result.tsx';

// Loaded when one is first opened.
const DeviceForm = dynamic(() => import('./device-form.tsx').then((module) => module.DeviceForm), {
  loading: () => <div className="skeleton h-96" />,
  ssr: false,
});

/** Every device that is polled, whoever named it; those of the server can be changed here. */
export function PolledTable({
  rows,
  mayChange,
  pollers,
  racks,
}: {
  rows: readonly DeviceSummary[];
  mayChange: boolean;
  pollers: readonly Choice[];
  racks: readonly Choice[];
}) {
  const [edited, setEdited] = useState<PolledDevice | null>(null);
  const [tested, setTested] = useState<PolledDevice | null>(null);
  const actions: TableColumn<DeviceSummary> = {
    id: 'actions',
    head: '',
    align: 'right',
    value: () => null,
    cell: ({ config }) =>
      config && <RowActions device={config} onEdit={setEdited} onTest={setTested} />,
  };
  return (
    <>
      <DataTable
        label="Polled devices"
        columns={mayChange ? [...columns, actions] : columns}
        rows={rows}
        rowId={(row) => row.name}
        rowHref={(row) => deviceHref(row.name)}
        initialSort={{ id: 'device', descending: false }}
        empty="No device is polled yet. Add one by its address, or let an agent look for them."
      />
      <Dialog
        open={edited !== null}
        onClose={() => setEdited(null)}
        title={edited ? `Change ${edited.name}` : ''}
        size="wide"
      >
        {edited && (
          <DeviceForm
            device={edited}
            pollers={pollers}
            racks={racks}
            onDone={() => setEdited(null)}
          />
        )}
      </Dialog>
      <Dialog
        open={tested !== null}
        onClose={() => setTested(null)}
        title={tested ? `Test of ${tested.name}` : ''}
        size="wide"
      >
        {tested && <StoredTest device={tested} />}
      </Dialog>
    </>
  );
}

const columns: readonly TableColumn<DeviceSummary>[] = [
  deviceColumn,
  {
    id: 'state',
    head: 'State',
    value: (row) => conditionOf(row).words,
    cell: (row) => {
      const { level, words } = conditionOf(row);
      return (
        <span title={row.poll.lastError?.text}>
          <Status level={level}>{words}</Status>
        </span>
      );
    },
  },
  { id: 'address', head: 'Address', value: (row) => row.address },
  {
    id: 'credentials',
    head: 'Credentials',
    value: (row) => row.config && accessText(row.config.credentials),
    cell: (row) =>
      row.config ? (
        accessText(row.config.credentials)
      ) : (
        <span className="text-muted">in the agent’s file</span>
      ),
  },
  { id: 'polled_by', head: 'Polled by', value: (row) => row.polledBy },
  {
    id: 'interval_seconds',
    head: 'Every',
    align: 'right',
    value: (row) => row.config?.intervalSeconds ?? row.poll.intervalSeconds,
    cell: (row) => (
      <Value value={row.config?.intervalSeconds ?? row.poll.intervalSeconds} unit="seconds" />
    ),
  },
  {
    id: 'profile',
    head: 'Profile',
    help: 'As it was recognised, or as it was chosen',
    value: (row) => row.profile ?? row.config?.profile ?? null,
  },
  { id: 'rack', head: 'Rack', hidden: true, value: (row) => row.rack?.name ?? null },
  { id: 'feed', head: 'Feed', hidden: true, value: (row) => row.feed },
];

function RowActions({
  device,
  onEdit,
  onTest,
}: {
  device: PolledDevice;
  onEdit: (device: PolledDevice) => void;
  onTest: (device: PolledDevice) => void;
}) {
  const { busy, send } = useSend();
  const router = useRouter();
  const toast = useToast();
  const remove = async (): Promise<void> => {
    const question = `Remove ${device.name}? It is polled no more and its credentials are forgotten; what was read of it stays.`;
    if (!window.confirm(question)) return;
    const answer = await send('DELETE', `/api/v1/devices/${device.id}`);
    if (!answer.ok) {
      toast.failed(answer.error);
      return;
    }
    toast.done(`${device.name} was removed`);
    router.refresh();
  };
  return (
    <span className="inline-flex gap-1.5">
      <Button size="small" onClick={() => onTest(device)} aria-label={`Test ${device.name}`}>
        Test
      </Button>
      <Button size="small" onClick={() => onEdit(device)} aria-label={`Edit ${device.name}`}>
        Edit
      </Button>
      <Button
        look="danger"
        size="small"
        busy={busy}
        onClick={() => void remove()}
        aria-label={`Remove ${device.name}`}
      >
        Remove
      </Button>
    </span>
  );
}

/** Lets its agent read the device once more, with what is stored. */
function StoredTest({ device }: { device: PolledDevice }) {
  const { busy, error, send } = useSend<TestOutcome>();
  const [outcome, setOutcome] = useState<TestOutcome | null>(null);
  const run = async (): Promise<void> => {
    setOutcome(null);
    const answer = await send('POST', `/api/v1/devices/${device.id}/test`);
    if (answer.ok) setOutcome(answer.value);
  };
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-pretty text-muted">
        The agent of {device.polledBy} reads {device.address}:{device.port} once, apart from its
        schedule.
      </p>
      {outcome && <TestResult outcome={outcome} />}
      <FormError error={error} />
      <div className="flex justify-end">
        <Button look="primary" busy={busy} onClick={() => void run()}>
          {outcome || error ? 'Test again' : 'Test'}
        </Button>
      </div>
    </div>
  );
}
