'use client';

import { useState } from 'react';
import type { NewToken } from '#lib/model/identity.ts';
import { useSend } from '#components/api/use-send.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { FormError } from '#components/ui/form-error.tsx';

/** A command that needs a token which may write: one is made on request and put into it. */
export function TokenCommand({
  command,
  tokenName,
  mayMakeTokens,
}: {
  /** Without the variable that holds the token. */
  command: string;
  tokenName: string;
  mayMakeTokens: boolean;
}) {
  const { busy, error, send } = useSend<NewToken>();
  const [secret, setSecret] = useState<string | null>(null);
  const make = async (): Promise<void> => {
    const answer = await send('POST', '/api/v1/tokens', { name: tokenName, scopes: ['write'] });
    if (answer.ok) setSecret(answer.value.secret);
  };
  return (
    <>
      <CopyText
        label="Copy the command"
        text={`ISOTHERM_AGENT_TOKEN=${secret ?? '<token>'} ${command}`}
      />
      {secret === null && mayMakeTokens && (
        <Button busy={busy} className="self-start" onClick={() => void make()}>
          Put a fresh token into it
        </Button>
      )}
      {secret === null && !mayMakeTokens && (
        <p className="text-xs text-faint">An administrator can make the token.</p>
      )}
      {secret !== null && (
        <p className="text-xs text-faint">
          This token can only write samples and is not shown again; Settings can revoke it.
        </p>
      )}
      <FormError error={error} />
    </>
  );
}
