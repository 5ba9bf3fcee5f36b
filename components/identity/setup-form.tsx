'use client';

import { useState, type SubmitEvent } from 'react';
import { useSend } from '#components/api/use-send.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';

const minLength = 12;

/** Makes the first administrator with the token of the one-time link, and signs them in. */
export function SetupForm({ token }: { token: string }) {
  const { busy, error, send } = useSend();
  const [username, setUsername] = useState('admin');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [isLeaving, setLeaving] = useState(false);
  const mismatch = again !== '' && again !== password ? 'The two passwords differ' : null;

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (again !== password) return;
    const answer = await send('POST', '/api/auth/setup', { token, username, password });
    if (!answer.ok) return;
    setLeaving(true);
    window.location.assign('/overview');
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field
        label="Name"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        required
        hint="3 to 30 letters, digits, dots, dashes or underscores"
        value={username}
        onChange={(event) => setUsername(event.target.value)}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        autoFocus
        required
        minLength={minLength}
        hint={`At least ${minLength} characters; a sentence is easy to remember`}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Field
        label="Password again"
        name="password-again"
        type="password"
        autoComplete="new-password"
        required
        error={mismatch}
        value={again}
        onChange={(event) => setAgain(event.target.value)}
      />
      <FormError error={error} />
      <Button type="submit" look="primary" busy={busy || isLeaving}>
        Create administrator
      </Button>
    </form>
  );
}
