'use client';

import { useState } from 'react';
import type { Receiver } from '#lib/model/receiver.ts';
import { useSend } from '#components/api/use-send.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';

/** Adds a receiver, or changes one. Its address is asked for again only to replace it. */
export function ReceiverDialog({
  receiver,
  onClose,
}: {
  receiver: Receiver | null;
  onClose: () => void;
}) {
  const [name, setName] = useState(receiver?.name ?? '');
  const [url, setUrl] = useState('');
  const [sendResolved, setSendResolved] = useState(receiver?.sendResolved ?? true);
  const [enabled, setEnabled] = useState(receiver?.enabled ?? true);
  const { send, busy, error } = useSend();
  const save = async (): Promise<void> => {
    const input = { name, sendResolved, enabled, ...(url !== '' && { url }) };
    const answer = receiver
      ? await send('PUT', `/api/v1/receivers/${receiver.id}`, input)
      : await send('POST', '/api/v1/receivers', input);
    if (answer.ok) onClose();
  };
  return (
    <Dialog open onClose={onClose} title={receiver ? `Receiver ${receiver.name}` : 'New receiver'}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field
          label="Name"
          required
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label="Address"
          type="url"
          required={receiver === null}
          autoComplete="off"
          placeholder={receiver ? `${receiver.origin}/…` : 'https://…'}
          hint={
            receiver
              ? 'Empty: the address stays as it is'
              : 'Gets a POST in Alertmanager’s webhook format, version 4; it is not shown again'
          }
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
        <Check label="Tell when an alert has ended, too" on={sendResolved} set={setSendResolved} />
        <Check label="In use" on={enabled} set={setEnabled} />
        <FormError error={error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy}>
            Save receiver
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Check({ label, on, set }: { label: string; on: boolean; set: (on: boolean) => void }) {
  return (
    <label className="flex items-center gap-2 text-sm">
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={on}
        onChange={(event) => set(event.target.checked)}
      />
      {label}
    </label>
  );
}
