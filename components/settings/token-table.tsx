'use client';

import { useRouter } from 'next/navigation';
import type { AccessToken } from '#lib/model/identity.ts';
import { useSend } from '#components/api/use-send.ts';
import { Age } from '#components/ui/age.tsx';
import { Button } from '#components/ui/button.tsx';
import { Badge, Status } from '#components/ui/status.tsx';
import { Time } from '#components/ui/time.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';

const columns: readonly TableColumn<AccessToken>[] = [
  { id: 'name', head: 'Name', value: (token) => token.name },
  {
    id: 'prefix',
    head: 'Begins with',
    value: (token) => token.prefix,
    cell: (token) => <code className="font-mono text-xs">{token.prefix}…</code>,
  },
  {
    id: 'scopes',
    head: 'May',
    value: (token) => token.scopes.join(' '),
    cell: (token) => (
      <span className="flex gap-1">
        {token.scopes.map((scope) => (
          <Badge key={scope}>{scope}</Badge>
        ))}
      </span>
    ),
  },
  {
    id: 'host',
    head: 'Host',
    help: 'Whose agent is told the secrets of its devices; a token that several share is no host’s',
    value: (token) => token.host,
  },
  {
    id: 'last_used_ms',
    head: 'Last used',
    align: 'right',
    value: (token) => token.lastUsedAtMs,
    cell: (token) =>
      token.lastUsedAtMs === null ? (
        <span className="text-faint">never</span>
      ) : (
        <Age timeMs={token.lastUsedAtMs} />
      ),
  },
  {
    id: 'expires_ms',
    head: 'Expires',
    value: (token) => token.expiresAtMs,
    cell: (token) =>
      token.expiresAtMs === null ? (
        <span className="text-faint">never</span>
      ) : (
        <Time timeMs={token.expiresAtMs} style="short" />
      ),
  },
  { id: 'created_by', head: 'Made by', value: (token) => token.createdBy },
  {
    id: 'created_ms',
    head: 'Made',
    value: (token) => token.createdAtMs,
    cell: (token) => <Time timeMs={token.createdAtMs} style="short" />,
  },
  {
    id: 'revoked_ms',
    head: 'State',
    value: (token) => token.revokedAtMs,
    cell: (token) => <TokenState token={token} />,
  },
];

export function TokenTable({ tokens }: { tokens: readonly AccessToken[] }) {
  return (
    <DataTable
      label="Tokens"
      columns={columns}
      rows={tokens}
      rowId={(token) => token.id}
      empty="No token yet. An agent needs one that may write, a script one that may read."
    />
  );
}

function TokenState({ token }: { token: AccessToken }) {
  const { busy, send } = useSend();
  const router = useRouter();
  const toast = useToast();
  if (token.revokedAtMs !== null) return <Status level="unknown">Revoked</Status>;
  const revoke = async (): Promise<void> => {
    if (!window.confirm(`Revoke ${token.name}? What uses it stops working at once.`)) return;
    const answer = await send('DELETE', `/api/v1/tokens/${token.id}`);
    if (!answer.ok) {
      toast.failed(answer.error);
      return;
    }
    toast.done(`${token.name} was revoked`);
    router.refresh();
  };
  return (
    <Button look="danger" size="small" busy={busy} onClick={() => void revoke()}>
      Revoke
    </Button>
  );
}
