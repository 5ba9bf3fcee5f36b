'use client';

import { Pencil, Plus, Send, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { Receiver } from '#lib/model/receiver.ts';
import { useSend } from '#components/api/use-send.ts';
import { Age } from '#components/ui/age.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Status } from '#components/ui/status.tsx';
import { useToast } from '#components/ui/toast.tsx';

// Loaded when one is first opened.
const ReceiverDialog = dynamic(
  () => import('./receiver-dialog.tsx').then((module) => module.ReceiverDialog),
  { ssr: false },
);

/** Who is told, and how the last telling went. */
export function ReceiversPanel({
  receivers,
  mayEdit,
}: {
  receivers: readonly Receiver[];
  mayEdit: boolean;
}) {
  const [edited, setEdited] = useState<Receiver | 'new' | null>(null);
  const add = (
    <Button size="small" onClick={() => setEdited('new')}>
      <Plus aria-hidden className="size-3.5" /> Add receiver
    </Button>
  );
  return (
    <Panel title="Receivers" flush actions={mayEdit && add}>
      {receivers.length === 0 && (
        <p className="border-t border-border px-4 py-4 text-pretty text-muted">
          Nobody is told when something fires. A receiver is a webhook that takes Alertmanager’s
          format.
        </p>
      )}
      <ul>
        {receivers.map((receiver) => (
          <li key={receiver.id} className="border-t border-border px-4 py-2.5">
            <ReceiverRow receiver={receiver} onEdit={mayEdit ? () => setEdited(receiver) : null} />
          </li>
        ))}
      </ul>
      {edited !== null && (
        <ReceiverDialog
          receiver={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </Panel>
  );
}

function ReceiverRow({ receiver, onEdit }: { receiver: Receiver; onEdit: (() => void) | null }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 truncate font-medium">{receiver.name}</p>
        {onEdit && <ReceiverActions receiver={receiver} onEdit={onEdit} />}
      </div>
      <p
        className="truncate font-mono text-xs text-muted"
        title="The rest of the address is secret"
      >
        {receiver.origin}/…
      </p>
      <Outcome receiver={receiver} />
    </div>
  );
}

function Outcome({ receiver }: { receiver: Receiver }) {
  const { enabled, lastError, lastDeliveredAtMs, waiting } = receiver;
  const waits = waiting > 0 ? ` · ${waiting} waiting` : '';
  if (!enabled) return <p className="text-xs text-faint">switched off</p>;
  if (lastError !== null) {
    return (
      <Status level="warning" className="text-xs whitespace-normal">
        not delivered: {lastError}
        {waits}
      </Status>
    );
  }
  if (lastDeliveredAtMs === null) return <p className="text-xs text-faint">never used{waits}</p>;
  return (
    <p className="text-xs text-muted">
      <Status level="ok">delivered</Status> <Age timeMs={lastDeliveredAtMs} /> ago{waits}
    </p>
  );
}

function ReceiverActions({ receiver, onEdit }: { receiver: Receiver; onEdit: () => void }) {
  const test = useSend<{ kind: string; reason?: string }>();
  const removal = useSend();
  const toast = useToast();
  const path = `/api/v1/receivers/${receiver.id}`;
  const sendTest = async (): Promise<void> => {
    const answer = await test.send('POST', `${path}/test`);
    if (!answer.ok) toast.failed(answer.error);
    else if (answer.value.kind === 'delivered') toast.done(`${receiver.name} took the test`);
    else toast.failed(`${receiver.name}: ${answer.value.reason ?? answer.value.kind}`);
  };
  const remove = async (): Promise<void> => {
    const answer = await removal.send('DELETE', path);
    if (answer.ok) toast.done(`${receiver.name} removed`);
    else toast.failed(answer.error);
  };
  return (
    <div className="flex items-center gap-1">
      <Button size="small" look="quiet" busy={test.busy} onClick={() => void sendTest()}>
        <Send aria-hidden className="size-3.5" /> Send test
      </Button>
      <IconButton
        label={`Edit ${receiver.name}`}
        icon={<Pencil aria-hidden className="size-3.5" />}
        onClick={onEdit}
      />
      <IconButton
        label={`Remove ${receiver.name}`}
        icon={<Trash2 aria-hidden className="size-3.5" />}
        disabled={removal.busy}
        onClick={() => void remove()}
      />
    </div>
  );
}
