'use client';

import { useState, type SubmitEvent } from 'react';
import { useSend } from '#components/api/use-send.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';

/** Changes one's own password; every session ends, this one too. */
export function OwnPassword() {
  const { busy, error, send } = useSend();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const answer = await send('PUT', '/api/v1/users/me/password', { current, password });
    if (answer.ok) window.location.assign('/sign-in');
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex max-w-sm flex-col gap-4">
      <Field
        label="Current password"
        type="password"
        required
        autoComplete="current-password"
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
      />
      <Field
        label="New password"
        type="password"
        required
        minLength={12}
        autoComplete="new-password"
        hint="At least 12 characters. You sign in again afterwards, everywhere."
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <FormError error={error} />
      <div>
        <Button type="submit" look="primary" busy={busy}>
          Change password
        </Button>
      </div>
    </form>
  );
}
