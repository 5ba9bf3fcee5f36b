'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState, type SubmitEvent } from 'react';
import type { NewToken, TokenScope } from '#lib/model/identity.ts';
import { useSend } from '#components/api/use-send.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { Select } from '#components/ui/select.tsx';

const uses: readonly { value: TokenScope; label: string }[] = [
  { value: 'write', label: 'Write samples: all an agent needs' },
  { value: 'read', label: 'Read everything' },
  { value: 'operate', label: 'Operate: rules, runs, racks' },
  { value: 'admin', label: 'Administer: users and tokens too' },
];

/** Makes a token and shows it, once. */
export function NewTokenButton() {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<NewToken | null>(null);
  const close = (): void => {
    setOpen(false);
    setMade(null);
    router.refresh();
  };
  return (
    <>
      <Button look="primary" size="small" onClick={() => setOpen(true)}>
        <Plus aria-hidden className="size-3.5" /> New token
      </Button>
      <Dialog open={isOpen} onClose={close} title={made ? 'Copy the token now' : 'New token'}>
        {made ? <MadeToken made={made} onClose={close} /> : <TokenForm onMade={setMade} />}
      </Dialog>
    </>
  );
}

function TokenForm({ onMade }: { onMade: (made: NewToken) => void }) {
  const { busy, error, send } = useSend<NewToken>();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<string>('write');
  const [days, setDays] = useState('');
  const [host, setHost] = useState('');
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const expiresInDays = days === '' ? null : Number(days);
    const answer = await send('POST', '/api/v1/tokens', {
      ...{ name, scopes: [scope], expiresInDays },
      host: scope === 'write' && host !== '' ? host : null,
    });
    if (answer.ok) onMade(answer.value);
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field
        label="Name"
        required
        autoFocus
        maxLength={80}
        hint="Where it will be used, such as a host's name"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Select
        label="It may"
        choices={uses}
        value={scope}
        onChange={(event) => setScope(event.target.value)}
      />
      <Field
        label="Days until it expires"
        type="number"
        min={1}
        max={3650}
        hint="Empty: it works until it is revoked"
        value={days}
        onChange={(event) => setDays(event.target.value)}
      />
      {scope === 'write' && (
        <Field
          label="Host"
          maxLength={255}
          hint="Whose agent will have it and poll devices with it. Empty: the first that uses it"
          value={host}
          onChange={(event) => setHost(event.target.value)}
        />
      )}
      <FormError error={error} />
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={busy}>
          Make token
        </Button>
      </div>
    </form>
  );
}

function MadeToken({ made, onClose }: { made: NewToken; onClose: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="text-pretty text-muted">
        This is the only time the token {made.token.name} is shown: only its hash is kept.
      </p>
      <CopyText text={made.secret} label="Copy the token" />
      <div className="flex justify-end">
        <Button onClick={onClose}>Done</Button>
      </div>
    </div>
  );
}
