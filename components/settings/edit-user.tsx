'use client';

import { useRouter } from 'next/navigation';
import { useState, type SubmitEvent } from 'react';
import type { User } from '#lib/model/identity.ts';
import { roles } from '#lib/model/role.ts';
import { useSend } from '#components/api/use-send.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { Select } from '#components/ui/select.tsx';
import { useToast } from '#components/ui/toast.tsx';

export const roleChoices = roles.map((role) => ({
  value: role,
  label: {
    viewer: 'Viewer: sees everything',
    operator: 'Operator: rules, runs, racks too',
    admin: 'Administrator: users and tokens too',
  }[role],
}));

/** Role, password and state of one user; closed while there is none. */
export function EditUser({ user, onClose }: { user: User | null; onClose: () => void }) {
  return (
    <Dialog open={user !== null} onClose={onClose} title={user ? `Change ${user.username}` : ''}>
      {user && <EditForm user={user} onClose={onClose} />}
    </Dialog>
  );
}

function EditForm({ user, onClose }: { user: User; onClose: () => void }) {
  const { busy, error, send } = useSend();
  const [role, setRole] = useState<string>(user.role);
  const [password, setPassword] = useState('');
  const router = useRouter();
  const toast = useToast();
  const path = `/api/v1/users/${user.id}`;

  const finish = (text: string): void => {
    toast.done(text);
    router.refresh();
    onClose();
  };
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (role !== user.role && !(await send('PATCH', path, { role })).ok) return;
    if (password !== '' && !(await send('PUT', `${path}/password`, { password })).ok) return;
    finish(`${user.username} was changed`);
  };
  const toggle = async (): Promise<void> => {
    const answer = await send('PATCH', path, { disabled: !user.disabled });
    if (answer.ok) finish(`${user.username} was ${user.disabled ? 'enabled' : 'disabled'}`);
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Select
        label="Role"
        choices={roleChoices}
        value={role}
        onChange={(event) => setRole(event.target.value)}
      />
      <Field
        label="New password"
        type="password"
        autoComplete="new-password"
        minLength={12}
        hint="Empty: it stays. A new one ends all sessions of this user."
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <FormError error={error} />
      <div className="flex justify-between">
        <Button look={user.disabled ? 'plain' : 'danger'} busy={busy} onClick={() => void toggle()}>
          {user.disabled ? 'Enable' : 'Disable'}
        </Button>
        <Button type="submit" look="primary" busy={busy}>
          Save
        </Button>
      </div>
    </form>
  );
}
