'use client';

import { useState, type SubmitEvent } from 'react';
import { useSend } from '#components/api/use-send.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';

/** Signs in and goes to `next`, a path of ours. */
export function SignInForm({ next }: { next: string }) {
  const { busy, error, send } = useSend();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [isLeaving, setLeaving] = useState(false);

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const answer = await send('POST', '/api/auth/sign-in', { username, password });
    if (!answer.ok) return;
    setLeaving(true);
    // A full load: everything that was drawn for a stranger is drawn again.
    window.location.assign(next);
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field
        label="Name"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        autoFocus
        required
        value={username}
        onChange={(event) => setUsername(event.target.value)}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <FormError error={error} />
      <Button type="submit" look="primary" busy={busy || isLeaving}>
        Sign in
      </Button>
    </form>
  );
}
