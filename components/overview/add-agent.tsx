'use client';

import { useState } from 'react';
import type { NewToken } from '#lib/model/identity.ts';
import { useSend } from '#components/api/use-send.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { FormError } from '#components/ui/form-error.tsx';

/** How another machine joins: one command with a token that is made on request. */
export function AddAgent({
  serverUrl,
  mayMakeTokens,
}: {
  serverUrl: string;
  mayMakeTokens: boolean;
}) {
  const { busy, error, send } = useSend<NewToken>();
  const [secret, setSecret] = useState<string | null>(null);
  const make = async (): Promise<void> => {
    const answer = await send('POST', '/api/v1/tokens', {
      name: 'agent added from the overview',
      scopes: ['write'],
    });
    if (answer.ok) setSecret(answer.value.secret);
  };
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p className="max-w-prose text-pretty text-muted">
        Run this in a checkout of Isotherm on the other machine. It only dials out: no port is
        opened there.
      </p>
      <CopyText
        label="Copy the command"
        text={`ISOTHERM_AGENT_TOKEN=${secret ?? '<token>'} bin/isotherm agent --server ${serverUrl}`}
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
    </div>
  );
}
