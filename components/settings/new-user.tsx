'use client';

import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState, type SubmitEvent } from 'react';
import { useSend } from '#components/api/use-send.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { Select } from '#components/ui/select.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { roleChoices } from './edit-user.tsx';

export function NewUserButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" size="small" onClick={() => setOpen(true)}>
        <Plus aria-hidden className="size-3.5" /> New user
      </Button>
      <Dialog open={isOpen} onClose={() => setOpen(false)} title="New user">
        <UserForm onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function UserForm({ onClose }: { onClose: () => void }) {
  const { busy, error, send } = useSend();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<string>('viewer');
  const router = useRouter();
  const toast = useToast();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const answer = await send('POST', '/api/v1/users', { username, password, role });
    if (!answer.ok) return;
    toast.done(`${username} can sign in now`);
    router.refresh();
    onClose();
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field
        label="Name"
        required
        autoFocus
        autoCapitalize="none"
        autoComplete="off"
        hint="3 to 30 letters, digits, dots, dashes or underscores"
        value={username}
        onChange={(event) => setUsername(event.target.value)}
      />
      <Field
        label="Password"
        type="password"
        required
        minLength={12}
        autoComplete="new-password"
        hint="At least 12 characters; they can change it under Account"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Select
        label="Role"
        choices={roleChoices}
        value={role}
        onChange={(event) => setRole(event.target.value)}
      />
      <FormError error={error} />
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={busy}>
          Create user
        </Button>
      </div>
    </form>
  );
}
