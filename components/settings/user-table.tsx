'use client';

import { useState } from 'react';
import type { User } from '#lib/model/identity.ts';
import { Button } from '#components/ui/button.tsx';
import { Badge, Status } from '#components/ui/status.tsx';
import { Time } from '#components/ui/time.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { TableColumn } from '#components/table/table-column.ts';
import { EditUser } from './edit-user.tsx';

const columns: readonly TableColumn<User>[] = [
  { id: 'username', head: 'Name', value: (user) => user.username },
  {
    id: 'role',
    head: 'Role',
    value: (user) => user.role,
    cell: (user) => <Badge>{user.role}</Badge>,
  },
  {
    id: 'disabled',
    head: 'State',
    value: (user) => (user.disabled ? 'disabled' : 'active'),
    cell: (user) => (
      <Status level={user.disabled ? 'unknown' : 'ok'}>
        {user.disabled ? 'Disabled' : 'Active'}
      </Status>
    ),
  },
  {
    id: 'created_ms',
    head: 'Since',
    value: (user) => user.createdAtMs,
    cell: (user) => <Time timeMs={user.createdAtMs} style="short" />,
  },
];

export function UserTable({ users }: { users: readonly User[] }) {
  const [edited, setEdited] = useState<User | null>(null);
  const change: TableColumn<User> = {
    id: 'change',
    head: '',
    align: 'right',
    value: () => null,
    cell: (user) => (
      <Button size="small" aria-label={`Change ${user.username}`} onClick={() => setEdited(user)}>
        Change
      </Button>
    ),
  };
  return (
    <>
      <DataTable
        label="Users"
        columns={[...columns, change]}
        rows={users}
        rowId={(user) => user.id}
        initialSort={{ id: 'username', descending: false }}
        empty="Nobody yet."
      />
      <EditUser key={edited?.id ?? 'none'} user={edited} onClose={() => setEdited(null)} />
    </>
  );
}
