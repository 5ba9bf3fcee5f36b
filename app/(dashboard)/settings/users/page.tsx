import type { Metadata } from 'next';
import { listUsers } from '#lib/auth/users/list-users.ts';
import { getServices } from '#lib/services.ts';
import { NewUserButton } from '#components/settings/new-user.tsx';
import { UserTable } from '#components/settings/user-table.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { currentPrincipal } from '../../current-principal.ts';
import { requireAdministrator } from '../require-administrator.ts';

export const metadata: Metadata = { title: 'Users' };

export default async function UsersPage() {
  const principal = requireAdministrator(await currentPrincipal());
  const { items } = await listUsers(getServices(), principal, { limit: 1000 });
  return (
    <Panel title="Users" note="Who can sign in" actions={<NewUserButton />} flush>
      <UserTable users={items} />
    </Panel>
  );
}
